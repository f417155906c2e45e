"""Sentences of annual reports, made of templates: results told in words, policies, risks, notes. They carry no truth.

{item} {verb} {percent} … ─► names of lines, verbs, amounts, years ─► a sentence
"""

from __future__ import annotations

import random

from r1core.synth.statements_wordings import Wordings

SLOTS = (
    "revenue",
    "cost",
    "current.asset",
    "noncurrent.asset",
    "current.liability",
    "working",
    "investing",
    "financing",
)
VERBS = ("increased", "decreased", "rose", "declined", "grew", "fell")
CAUSES = (
    "higher volumes and favorable pricing",
    "the acquisition completed in the prior year",
    "unfavorable foreign currency translation",
    "lower raw material costs",
    "the timing of payments to vendors",
    "an extra week in the fiscal year",
    "store closures and softer demand",
)
TEMPLATES = (
    "{item} {verb} {p}% to ${a} million in {y}, compared with ${b} million in {z}, primarily due to {cause}.",
    "The Company recognizes {item} when control of the promised goods or services is transferred to the customer.",
    "As of December 31, {y}, we had {item} of ${a} million, of which ${b} million is due within one year.",
    "{item} as a percentage of net sales {verb} {n} basis points to {p}.{d}%, reflecting {cause}.",
    "Our business is subject to a number of risks; any of them could harm our results of operations.",
    "Preparing financial statements requires estimates and assumptions that affect the amounts reported.",
    "We believe that {item} and cash from operations will be sufficient for at least the next twelve months.",
    "The fair value of {item} is determined using quoted prices (Level 1) or observable inputs (Level 2).",
    "In {y}, the Board approved a program under which the Company may repurchase up to {n} million shares.",
    "The consolidated financial statements include the accounts of the Company and its wholly owned subsidiaries.",
    "Excluding {cause}, {item} would have {verb} by approximately {p}%.",
    "Depreciation is provided on a straight-line basis over estimated useful lives of {n} to {p} years.",
    "See Note {n} to the consolidated financial statements for further information about {item}.",
    "The Group recognised an expected credit loss allowance of ${a},000 ({z}: ${b},000) for {item}.",
    "There can be no assurance that we will be able to refinance our indebtedness on acceptable terms, or at all.",
    "Our effective tax rate was {p}.{d}% and {n}.{d}% in {y} and {z}, respectively.",
    "In our opinion, the financial statements present fairly, in all material respects, its financial position.",
    "The Directors present their report together with the financial report for the year ended 30 June {y}.",
)
TEMPLATES_ZH = (
    "{y}年，公司{item}为{a}万元，较上年同期{b}万元增长{p}.{d}%，主要系市场需求变化所致。",
    "本集團於{y}年度的{item}約為人民幣{a}百萬元，較去年減少{p}%。",
    "本公司董事会及全体董事保证本报告内容不存在任何虚假记载、误导性陈述或者重大遗漏。",
    "{item}按照成本与可变现净值孰低计量，期末余额为{a},{b}.00元。",
    "董事會欣然提呈截至{y}年十二月三十一日止年度之報告及經審核綜合財務報表。",
    "管理层在编制财务报表时作出的判断、估计和假设会影响{item}的列报金额。",
    "詳情載於綜合財務報表附註{n}。",
)
SECTIONS = (
    "Results of Operations",
    "Liquidity and Capital Resources",
    "Item 1A. Risk Factors",
    "Critical Accounting Estimates",
    "Overview",
    "Item 7. Management’s Discussion and Analysis",
    "Corporate governance statement",
    "Directors' report",
    "Market Risk",
    "Report of Independent Registered Public Accounting Firm",
)
SECTIONS_ZH = ("经营情况讨论与分析", "公司治理", "董事會報告", "重要事项", "管理層討論及分析", "第三节 公司业务概要")
NOTES = (
    "{n}. Summary of Significant Accounting Policies",
    "Note {n} – Revenue",
    "NOTE {n}. INCOME TAXES",
    "{n}. Property, Plant and Equipment",
    "Note {n}: Debt",
    "{n} Trade and other receivables",
    "Note {n}. Leases",
    "{n}. Segment information",
    "({n}) Stock-Based Compensation",
    "Note {n} — Fair Value Measurements",
    "{n}. Financial risk management",
    "{n}. Commitments and Contingencies",
)
NOTES_ZH = (
    "{n}、货币资金",
    "{n}、应收账款",
    "{n}. 收入及分部資料",
    "{n}、固定资产",
    "{n}. 所得稅開支",
    "（{n}）其他应收款",
    "{n}、营业收入和营业成本",
)


SMALL_WORDS = (
    "the",
    "of",
    "and",
    "to",
    "in",
    "for",
    "our",
    "on",
    "that",
    "by",
    "with",
    "as",
    "we",
    "or",
    "is",
    "may",
    "an",
)
HAN_SIGNS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"
)
ONSETS = ("b", "c", "cl", "d", "f", "g", "h", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v", "")
NUCLEI = ("a", "e", "i", "o", "u", "ea", "io", "ou")
CODAS = ("", "n", "r", "s", "t", "l", "nt", "ck", "ng", "tion", "ment", "ing", "ed")


def word(chance: random.Random) -> str:
    """A word that no list holds: what running text looks like must not depend on knowing its words."""
    parts = [chance.choice(ONSETS) + chance.choice(NUCLEI) for _ in range(chance.randint(1, 3))]
    return "".join(parts) + chance.choice(CODAS)


def murmur(language: str, chance: random.Random) -> str:
    """A sentence of words never seen."""
    if language == "zh":
        return "".join(chance.choice(HAN_SIGNS) for _ in range(chance.randint(8, 40))) + "。"
    told = [chance.choice(SMALL_WORDS) if chance.random() < 0.4 else word(chance) for _ in range(chance.randint(6, 28))]
    told = [text.capitalize() if chance.random() < 0.08 else text for text in told]
    comma = chance.randrange(len(told))
    told[comma] += ","
    return " ".join(told).rstrip(",").capitalize() + "."


def sentence(language: str, wordings: Wordings, chance: random.Random) -> str:
    """One sentence."""
    if chance.random() < 0.4:
        return murmur(language, chance)
    year = chance.randint(2009, 2024)
    item = chance.choice(wordings.of(chance.choice(SLOTS), language)).rstrip(":：")
    text = chance.choice(TEMPLATES if language == "en" else TEMPLATES_ZH).format(
        item=item if language == "zh" or chance.random() < 0.3 else item[0].lower() + item[1:],
        verb=chance.choice(VERBS),
        cause=chance.choice(CAUSES),
        y=year,
        z=year - 1,
        a=chance.choice((f"{chance.randint(1, 9)},{chance.randint(100, 999)}", f"{chance.randint(10, 999)}")),
        b=chance.randint(10, 999),
        p=chance.randint(2, 48),
        n=chance.randint(2, 30),
        d=chance.randint(0, 9),
    )
    return text[0].upper() + text[1:]


def paragraph(language: str, wordings: Wordings, chance: random.Random, most: int = 5) -> str:
    """Some sentences."""
    join = " " if language == "en" else ""
    return join.join(sentence(language, wordings, chance) for _ in range(chance.randint(1, most)))


def section(language: str, chance: random.Random) -> str:
    """A heading of a part of the report."""
    return chance.choice(SECTIONS if language == "en" else SECTIONS_ZH)


def note_title(language: str, number: int, chance: random.Random) -> str:
    """The heading of a note."""
    return chance.choice(NOTES if language == "en" else NOTES_ZH).format(n=number)
