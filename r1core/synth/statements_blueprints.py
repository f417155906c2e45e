"""Blueprints of statements: which lines stand in which order, and what adds up to what.

A line of a blueprint is a mark, slots, how many, and the chance that it is there:

    h, H    heading, of the main parts      +, -, ~   items that are added, taken off, of either sign
    s       sum of the items since the last sum       r, t   sum of everything since |; t: a grand total
    o       opening balance, added                    x      item whose amount makes the next t equal to the last t
    p       per-share lines       m, n      memo lines with and without amounts
    |       begin a new sum       .         what stands above is left out of the next s
    ?.5     is there in half of the statements        2-7    two to seven of them, no wording twice

Source: forms of US GAAP (Regulation S-X, articles 5, 7 and 9), of IFRS (IAS 1 and 7), and of Chinese listed companies.
"""

from __future__ import annotations

from dataclasses import dataclass

INCOME = {
    "us": """
        h revenue.head ?.6
        + revenue 1-4
        s revenue.total ?.6
        h cost.head ?.7
        - cost 2-8
        s cost.total ?.6
        r operating.income ?.8
        h other.head ?.4
        ~ other.income 1-5
        r pretax
        - tax 1
        t net.income
        - minority 1 ?.3
        t attributable ?.3
        h share.head ?.7
        p share 2-3
        h shares.head ?.6
        m shares 2 ?.8
    """,
    "gross": """
        + revenue 1-2
        - cost 1
        r gross
        h cost.head ?.5
        - cost 2-6
        s cost.total ?.5
        r operating.income
        ~ other.income 1-3
        r pretax
        - tax 1
        t net.income
        p share 2-4
        m shares 2 ?.5
    """,
    "ifrs": """
        h revenue.head ?.4
        + revenue 1-3
        s revenue.total ?.4
        h cost.head ?.4
        - cost 2-9
        r operating.income ?.6
        ~ other.income 1-4
        r pretax
        - tax 1
        t net.income
        h attribution.head ?.6
        m attribution 2 ?.6
        h share.head ?.6
        p share 2 ?.8
    """,
}

BALANCE = {
    "us": """
        H assets ?.8
        h current.assets ?.9
        + current.asset 3-8
        s current.assets.total
        + noncurrent.asset 2-8
        t assets.total
        |
        H liabilities.and.equity ?.8
        h current.liabilities ?.9
        + current.liability 3-8
        s current.liabilities.total
        + noncurrent.liability 1-6
        r liabilities.total ?.7
        n commitments 1 ?.6
        h equity ?.9
        + equity.item 1-5
        x retained
        s equity.total
        t liabilities.and.equity.total
    """,
    "bank": """
        h assets
        + bank.asset 5-12
        t assets.total
        |
        h liabilities.and.equity ?.8
        + bank.liability 4-9
        r liabilities.total
        n commitments 1 ?.4
        h equity ?.9
        + equity.item 1-4
        x retained
        s equity.total
        t liabilities.and.equity.total
    """,
    "ifrs": """
        H assets ?.6
        h noncurrent.assets
        + noncurrent.asset 2-8
        s noncurrent.assets.total
        h current.assets
        + current.asset 2-7
        s current.assets.total
        t assets.total
        |
        H liabilities.and.equity ?.5
        h current.liabilities
        + current.liability 2-7
        s current.liabilities.total
        h noncurrent.liabilities
        + noncurrent.liability 1-5
        s noncurrent.liabilities.total
        r liabilities.total
        h equity
        + equity.item 1-4
        x retained
        s equity.total
        t liabilities.and.equity.total
    """,
    "net": """
        h current.assets
        + current.asset 2-6
        s current.assets.total
        h noncurrent.assets
        + noncurrent.asset 2-6
        s noncurrent.assets.total
        r assets.total
        h current.liabilities
        - current.liability 2-6
        s current.liabilities.total
        h noncurrent.liabilities
        - noncurrent.liability 1-4
        s noncurrent.liabilities.total
        t net.assets
        |
        h equity
        + equity.item 1-4
        x retained
        t equity.total
    """,
}

CASHFLOW = {
    "us": """
        h operating.head
        + net.income 1
        h adjustments.head ?.8
        ~ adjustment 3-9
        h working.head ?.8
        ~ working 2-7
        r operating.total
        h investing.head
        ~ investing 2-7
        s investing.total
        h financing.head
        ~ financing 2-7
        s financing.total
        ~ exchange 1 ?.6
        r cash.change
        o cash.opening
        t cash.closing
        h supplement.head ?.6
        m supplement 1-3 ?.6
    """,
    "ifrs": """
        h operating.head
        ~ adjustment 3-9
        r operating.total
        h investing.head
        ~ investing 2-7
        s investing.total
        h financing.head
        ~ financing 2-6
        s financing.total
        r cash.change
        o cash.opening
        ~ exchange 1 ?.6
        t cash.closing
    """,
}

COMPREHENSIVE = {
    "us": """
        + net.income 1
        .
        h oci.head ?.9
        ~ oci 2-7
        s oci.total
        t comprehensive
        - minority 1 ?.3
        t attributable ?.3
    """,
    "ifrs": """
        + net.income 1
        .
        h oci.head
        ~ oci 1-4
        h oci.head ?.6
        ~ oci 1-4
        s oci.total
        t comprehensive
        h attribution.head ?.7
        m attribution 2 ?.7
    """,
}

EQUITY = {
    "us": """
        o balance.opening
        ~ change 3-7
        r balance.closing
        ~ change 3-7 ?.7
        t balance.closing
    """,
    "ifrs": """
        o balance.opening
        ~ change 2-6
        t balance.closing
    """,
}

BLUEPRINTS = {
    "income": INCOME,
    "balance": BALANCE,
    "cashflow": CASHFLOW,
    "comprehensive": COMPREHENSIVE,
    "equity": EQUITY,
}


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a blueprint."""

    mark: str
    slot: str = ""
    least: int = 1
    most: int = 1
    chance: float = 1.0


def steps(kind: str, form: str) -> tuple[Step, ...]:
    """The steps of a blueprint."""
    return tuple(_step(line.split()) for line in BLUEPRINTS[kind][form].strip().splitlines())


def _step(parts: list[str]) -> Step:
    chance = next((float(part[1:]) for part in parts[2:] if part.startswith("?")), 1.0)
    counts = next(([int(n) for n in part.split("-")] for part in parts[2:] if part[0].isdigit()), [1])
    return Step(parts[0], "".join(parts[1:2]), counts[0], counts[-1], chance)
