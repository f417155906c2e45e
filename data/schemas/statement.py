"""Statement: a financial statement as it is printed, before any line has a concept.

What the reader of statements hands to the mapping of concepts, to the footing checks and to the mutation test.
Amounts keep the printed number and sign; scale and currency stand beside them with boxes of their own.

Stays inside a process (frozen dataclasses).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .fact import Period, Provenance
from .geometry import BBox

Kind = Literal["income", "balance", "cashflow", "equity", "comprehensive"]


@dataclass(frozen=True, slots=True)
class Amount:
    """One printed number of a statement."""

    text: str  # as printed: "(1,234)"
    value: Decimal  # as printed, sign included, before scale: -1234; a dash is 0
    page: int
    bbox: BBox
    confidence: float = 1.0
    unit: Literal["money", "per-share", "shares", "percent"] = "money"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers. `period` is None where the head names none (a note column never becomes a Column)."""

    heading: str  # "Year ended December 31, 2022"
    period: Period | None
    page: int
    bbox: BBox  # of the heading
    restated: bool = False
    currency: str | None = None  # only where a column is in another currency than the statement (a translation)
    scope: str | None = None  # only where columns differ in scope: "parent" beside "consolidated"


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line. `amounts` runs parallel to the statement's columns; None is an empty cell."""

    label: str  # wrapped lines joined, note marks and dot leaders removed; "" for an unlabelled total
    page: int
    bbox: BBox  # of the label, or of the numbers where there is none
    amounts: tuple[Amount | None, ...]
    indent: float = 0.0  # points right of the leftmost label
    bold: bool = False
    heading: str = ""  # nearest heading above: "Current assets:"
    note: str = ""  # "12" of a note column
    rule_above: bool = False  # a line is drawn above its numbers: the mark of a total


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of one scope. `rows` includes headings, whose amounts are all None."""

    kind: Kind
    title: str
    scope: (
        str  # consolidated | parent | segment:<name>; "other:<why>" for pro forma, as previously reported, guarantors
    )
    pages: tuple[int, ...]
    currency: str  # ISO 4217
    scale: Decimal  # money amounts are multiplied by it: 1_000_000
    share_scale: Decimal  # share counts are multiplied by it
    per_share_scale: Decimal  # 1, or 0.01 where per-share amounts are in cents or pence
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    evidence: tuple[Provenance, ...]  # of title, scale, currency
    confidence: float
    primary: bool  # the current consolidated statement that wins over all others of its kind
