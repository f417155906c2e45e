"""Slips: what a hand or a machine does to a number. It keeps most digits, or the size, and never all of them."""

from __future__ import annotations

from decimal import Decimal


def is_slip(first: Decimal, second: Decimal) -> bool:
    """True for numbers that differ by the sign, a power of ten, the order of their digits, or one digit."""
    if first == second:
        return False
    one, other = _digits(first), _digits(second)
    if one.strip("0") == other.strip("0") or sorted(one) == sorted(other):
        return True
    return 1 < len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 1


def _digits(value: Decimal) -> str:
    return f"{abs(value):f}".replace(".", "")
