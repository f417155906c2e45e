"""Question: what was asked, as it was understood. Shown beside every answer, so that a misreading can be seen.

"FY2017 - FY2019 3 year average of capex as a % of revenue, in percent, one decimal place"
    intent average, subject capex / revenue, spans 2017 2018 2019, unit percent, places 1
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from .base import Record

Intent = Literal[
    "value",  # the subject in one period
    "growth",  # per cent from one period to the next
    "change",  # the same as a difference
    "cagr",  # compound growth a year
    "average",  # mean over the periods
    "compare",  # the subject in two periods, which is higher
    "threshold",  # is it above, below, positive
    "best period",  # in which period it was highest or lowest
    "best member",  # which segment, region or line is highest or lowest
    "members over",  # which of them make up more than a share
    "share",  # how much of the subject the part named makes up
    "profile",  # several metrics judged together
    "look up",  # no known metric: a line or sentence of the document
]


class Span(Record):
    """A period as asked for: a fiscal year, a part of one, or a day."""

    year: int | None = None
    quarter: int | None = None  # 1 to 4
    half: int | None = None  # 1, 2
    day: date | None = None
    months: int | None = None  # "three months ended": with `day`

    def __str__(self) -> str:
        if self.day:
            return self.day.isoformat()
        part = f"Q{self.quarter} " if self.quarter else f"H{self.half} " if self.half else "FY"
        return f"{part}{self.year}" if self.year else "latest"


class Question(Record):
    """One question. `subject` is a formula over metrics; a name stands for itself."""

    text: str
    language: str = "en"
    intent: Intent = "look up"
    subject: str = ""  # "capex / revenue"
    metrics: tuple[str, ...] = ()  # ids of data/knowledge/questions.yaml
    phrases: tuple[str, ...] = ()  # by which the question names them
    spans: tuple[Span, ...] = ()
    unit: str | None = None  # "percent", "USD millions", "ratio": as asked, None where left to us
    places: int | None = None  # decimal places asked for
    statement: str | None = None  # the statement named
    definition: str | None = None  # given in the question
    words: tuple[str, ...] = ()  # what else it names: a segment, a line, a place
    beside: tuple[str, ...] = ()  # those of them right beside a metric's name, which may make it another one
    names: tuple[str, ...] = ()  # proper names in it
    qualifiers: tuple[str, ...] = ()  # words that make a metric another one: "from cloud", "same store"
    lowest: bool = False  # "which was lowest"
    above: bool = True  # of a threshold
    limit: Decimal | None = None  # "more than 20%" is 0.2
    yes_no: bool = False
    sought: str = ""  # of "which segment": the kind of thing

    def shown(self) -> str:
        """One line for a person."""
        parts = [self.intent, self.subject or " ".join(self.words), ", ".join(str(span) for span in self.spans)]
        asked = [f"in {self.unit}"] if self.unit else []
        asked += [f"{self.places} decimal places"] if self.places is not None else []
        return " · ".join(part for part in (*parts, *asked) if part)
