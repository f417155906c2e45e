"""Cells of tables for spreadsheets and text files: which are numbers, and which must be kept from being formulas.

A cell that begins with = + - @, a tab or a carriage return is run by spreadsheets when it comes from a CSV file:
OWASP's rule is an apostrophe before it. Numbers are exempt, so that -5 stays a number.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from data.schemas import Table

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"^[-−+]?[$€£¥￥]?\s*\(?[-−]?[$€£¥￥]?\s*\d[\d,]*(?:\.\d+)?\)?\s*%?$")
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def number(text: str) -> tuple[Decimal, bool] | None:
    """The value of a printed number and whether it is per cent; None for other text. (1,234) is negative."""
    shown = text.strip()
    if not NUMBER.match(shown):
        return None
    digits = re.sub(r"[^\d.]", "", shown)
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None
    negative = "(" in shown or shown.lstrip("$€£¥￥ ").startswith(("-", "−"))
    return (-value if negative else value), shown.endswith("%")


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    clean = UNSEEN.sub("", text)
    runs = clean.lstrip(" ").startswith(STARTS) and number(clean) is None and len(clean.strip()) > 1
    return "'" + clean if runs else clean


def rows_of(table: Table) -> list[list[str]]:
    """The grid of a table; a spanning cell stands at its first place, the others of its span are empty."""
    rows = [[""] * table.n_columns for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def unique_name(wanted: str, taken: set[str], most: int) -> str:
    """A name at most so long that nobody has, case aside; the name found is added to those taken."""
    name, number = wanted[:most], 2
    while name.casefold() in taken:
        tail = f" {number}"
        name, number = wanted[: most - len(tail)] + tail, number + 1
    taken.add(name.casefold())
    return name
