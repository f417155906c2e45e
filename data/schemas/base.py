"""Record: the frozen base of everything that leaves a process.

Unknown fields are refused, so a misspelt key fails at the door and not three stages later.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer


class Record(BaseModel):
    """Frozen pydantic model; equality by value; unknown fields forbidden."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def plain(value: Decimal) -> str:
    """Decimal as a plain string: no exponent, no trailing zeros after the point.

    >>> plain(Decimal("3.2765E+10")), plain(Decimal("0.1230")), plain(Decimal("-0"))
    ('32765000000', '0.123', '0')
    """
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


Exact = Annotated[Decimal, PlainSerializer(plain, return_type=str)]
"""A Decimal that is written to JSON as a plain decimal string: never a float."""
