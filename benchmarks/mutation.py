"""Mutation: is one wrong number in a statement noticed?

Every money amount of the primary income statement, balance sheet and cash flow statement gets, in turn, one of

    digit     one digit changed          1,234 -> 1,274
    swap      two digits swapped         1,234 -> 1,324
    sign      the sign turned round      1,234 -> (1,234)
    scale     a power of ten slipped     1,234 -> 12,340
    dropped   the whole row missing

and the checks run on the statements so changed, with the pages of the filing as they are. A mutation is noticed when a
check fails that passed, or did not fail, on the clean filing. A check that fails on the clean filing is a false alarm,
or a true error of the filing.

Two shares are reported: of the numbers that stand in some sum (`footed`), and of all money amounts, supplementary
lines that nobody could add up included (`all`). Per-share amounts and share counts are reported apart. The draw is
fixed by its seed: the same filings give the same mutations. With `cache=FOLDER` filings are parsed once and kept there,
and only the rules run again; empty the folder after a change of the reading stages.
"""

from __future__ import annotations

import json
import pickle
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from data.schemas import Amount, Check, Document, DocumentInfo, Reading, Row, Statement
from pipelines.rules import footing, identities, retold
from pipelines.rules._reprints import Pages
from pipelines.rules._sums import added_up

KINDS = ("digit", "swap", "sign", "scale", "dropped")
WRONG = 4  # of them alter a number; a missing share count is no error
PRIMARY = ("income", "balance", "cashflow")
PER_FILING = 60  # mutations of money drawn from each filing
PER_SHARE = 5  # and of per-share amounts and share counts
Place = tuple[int, int, int]  # statement, row, column


@dataclass(frozen=True)
class Filing:
    """The primary statements of a document, and the pages that may print their figures again."""

    document: Document
    statements: tuple[Statement, ...]

    @cached_property
    def pages(self) -> Pages:
        """Indexed once for all mutations."""
        return Pages(self.document)


@dataclass(frozen=True, slots=True)
class Trial:
    """One mutation and what came of it."""

    filing: str
    kind: str
    statement: str
    footed: bool
    noticed: bool
    where: str


def run(
    data: Path,
    *,
    as_json: bool = False,
    filings: str = "gold",
    draws: str = str(PER_FILING),
    seed: str = "0",
    cache: str = "",
) -> dict[str, object]:
    """Mutate the filings with known core facts, or `filings=all`; `draws` mutations of money from each."""
    folder = data / "filings"
    gold = [folder / filing["pdf"] for filing in json.loads((folder / "gold_core.json").read_text("utf-8"))["filings"]]
    paths = sorted((folder / "pdf").glob("*.pdf")) if filings == "all" else gold
    kept = Path(cache) if cache else None
    return measure((read_filing(path, kept) for path in paths), int(draws), int(seed))


def measure(filings: Iterable[Filing], per_filing: int = PER_FILING, seed: int = 0) -> dict[str, object]:
    """The shares noticed, by kind of mutation, by statement and by filing, and the false alarms."""
    trials: list[Trial] = []
    alarms: list[str] = []
    for filing in filings:
        clean = fails(filing, filing.statements)
        alarms += [f"{filing.document.name}: {check.rule}: {check.message}" for check in clean]
        trials += mutate_filing(filing, per_filing, random.Random(seed))
    money = [t for t in trials if t.statement in PRIMARY]
    names = sorted({t.filing for t in trials})
    return {
        "noticed": {"footed": _share(t for t in trials if t.footed), "all": _share(money)},
        "by_kind": {k: _share(t for t in trials if t.footed and t.kind == k) for k in KINDS},
        "by_statement": {s: _share(t for t in trials if t.footed and t.statement == s) for s in PRIMARY},
        "by_filing": {name: _share(t for t in trials if t.footed and t.filing == name) for name in names},
        "per_share": _share(t for t in trials if t.statement == "per-share"),
        "footed": round(sum(t.footed for t in money) / max(1, len(money)), 4),
        "trials": len(trials),
        "false_alarms": alarms,
        "missed": [f"{t.filing}: {t.kind}: {t.where}" for t in trials if t.footed and not t.noticed],
    }


def read_filing(path: Path, kept: Path | None = None) -> Filing:
    """One filing, its statements read as `report` reads them; from the folder `kept` where it was read before."""
    from pipelines.facts.statements import find_statements
    from pipelines.readers.pdf import read

    known = kept / f"{path.stem}.pickle" if kept else None
    if known and known.exists():
        document, statements = pickle.loads(known.read_bytes())
        return Filing(document, statements)
    document = read(path)
    filing = Filing(document, tuple(s for s in find_statements(document) if s.primary))
    if known:
        known.parent.mkdir(parents=True, exist_ok=True)
        known.write_bytes(pickle.dumps((filing.document, filing.statements)))
    return filing


def fails(filing: Filing, statements: tuple[Statement, ...]) -> tuple[Check, ...]:
    """The checks that fail on these statements of the filing."""
    info = DocumentInfo(sha256="0" * 64, name="", media_type="application/pdf", pages=1)
    reading = Reading(filing.document, info, statements=statements)
    checks = (*footing.check(reading), *identities.check(reading), *retold.compare(reading, filing.pages))
    return tuple(check for check in checks if check.kind == "fail")


def mutate_filing(filing: Filing, count: int, draw: random.Random) -> list[Trial]:
    """Up to `count` mutations of the filing's money, and some of its per-share amounts and share counts."""
    statements = filing.statements
    clean = Counter(_key(check) for check in fails(filing, statements))
    money = list(_places(statements, ("money",)))
    shares = list(_places(statements, ("per-share", "shares")))
    count = min(count, len(money))
    drawn = draw.sample(money, count) + draw.sample(shares, min(PER_SHARE, len(shares)))
    out = []
    for turn, place in enumerate(drawn):
        kind = KINDS[turn % len(KINDS)] if turn < count else KINDS[turn % WRONG]
        changed = _mutated(statements, place, kind, draw)
        if changed is not None:
            noticed = bool(Counter(_key(check) for check in fails(filing, changed)) - clean)
            out.append(_trial(filing, place, kind, noticed))
    return out


def _trial(filing: Filing, place: Place, kind: str, noticed: bool) -> Trial:
    statements = filing.statements
    statement, row = statements[place[0]], statements[place[0]].rows[place[1]]
    amount = row.amounts[place[2]]
    assert amount is not None, "only printed numbers are mutated"
    of = statement.kind if amount.unit == "money" else "per-share"
    footed = of != "per-share" and _is_footed(statements, place)
    name = filing.document.name
    return Trial(name, kind, of, footed, noticed, f"{statement.kind} p{row.page} {row.label!r} {amount.text}")


def _places(statements: tuple[Statement, ...], units: tuple[str, ...]) -> Iterator[Place]:
    """Every number of these units that is not nothing."""
    for s, statement in enumerate(statements):
        for r, row in enumerate(statement.rows):
            for c, amount in enumerate(row.amounts):
                if statement.kind in PRIMARY and amount and amount.unit in units and amount.value:
                    yield s, r, c


def _is_footed(statements: tuple[Statement, ...], place: Place) -> bool:
    table, sums = added_up(statements[place[0]])
    return any(table.rows[row] == place[1] for s in sums for row in s.rows)


def _is_total(statement: Statement, row: int) -> bool:
    table, sums = added_up(statement)
    return any(table.rows[s.total] == row for s in sums)


def _mutated(
    statements: tuple[Statement, ...], place: Place, kind: str, draw: random.Random
) -> tuple[Statement, ...] | None:
    s, r, c = place
    statement = statements[s]
    amount = statement.rows[r].amounts[c]
    if kind == "dropped":
        if _is_total(statement, r):
            return None  # a statement without that subtotal is as right as one with it
        rows = statement.rows[:r] + statement.rows[r + 1 :]
    else:
        wrong = wrong_number(amount, kind, draw) if amount else None
        if wrong is None:
            return None
        row = statement.rows[r]
        amounts = (*row.amounts[:c], wrong, *row.amounts[c + 1 :])
        rows = (*statement.rows[:r], _with(row, amounts), *statement.rows[r + 1 :])
    return (*statements[:s], replace(statement, rows=rows), *statements[s + 1 :])


def _with(row: Row, amounts: tuple[Amount | None, ...]) -> Row:
    return replace(row, amounts=amounts)


def wrong_number(amount: Amount, kind: str, draw: random.Random) -> Amount | None:
    """The amount, wrong in one way; None where that way does not change it."""
    if kind == "sign":
        return replace(amount, value=-amount.value)
    if kind == "scale":
        return replace(amount, value=amount.value * 10)
    digits = [i for i, mark in enumerate(str(abs(amount.value))) if mark.isdigit()]
    text = list(str(abs(amount.value)))
    if kind == "digit":
        place = draw.choice(digits)
        text[place] = draw.choice([d for d in "0123456789" if d != text[place]])
    else:
        pairs = [(i, j) for i, j in pairwise(digits) if text[i] != text[j]]
        if not pairs:
            return None
        i, j = draw.choice(pairs)
        text[i], text[j] = text[j], text[i]
    value = Decimal("".join(text)) * (-1 if amount.value < 0 else 1)
    return None if value == amount.value else replace(amount, value=value)


def _key(check: Check) -> tuple[str, str]:
    return check.rule, check.message.split("(")[0]


def _share(trials: Iterable[Trial]) -> float | None:
    outcome = [t.noticed for t in trials]
    return round(sum(outcome) / len(outcome), 4) if outcome else None
