"""Rule packs: what a contract is held against, as data. Read, typed and checked before a document is looked at.

A shipped pack is `data/knowledge/rules/<name>.yaml`; a user's own is any YAML file of the same form.

pattern     regular expressions joined by " && ": each must be found in the passage; one that begins with "!" must not.
            Case is ignored; a space stands for any white space
any         patterns of which one makes the clause present
partial     patterns of which one makes it partial where no `any` is found
against     patterns that say the opposite: the statement is contradicted
weak        words beside a hit that take half of it back: present becomes partial
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError

from data.knowledge import FOLDER
from data.schemas import Record
from data.schemas.finding import Level
from pipelines.errors import UnknownPlugin

from .pattern import compiled

RULES = FOLDER / "rules"
SHIPPED = tuple(sorted(path.stem for path in RULES.glob("*.yaml")))


class Threshold(Record):
    """A number that the clause states: what it is called, its unit, and the limits the pack sets."""

    name: str  # "hours"
    unit: Literal["hours", "days", "months", "years", "percent"]
    min: float | None = None
    max: float | None = None
    near: str = ""  # the number stands in a sentence with this


class Examples(Record):
    """Sentences on which the rule is tested: `r1doc review --explain RULE` prints them."""

    present: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


class Rule(Record):
    """One rule; see the head of this file for the patterns."""

    id: str
    title: str
    kind: Literal["required", "forbidden", "optional", "statement"] = "optional"
    asks: str = ""  # what a reviewer usually wants of the clause
    reference: str = ""
    severity: Level = "note"
    any: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    threshold: Threshold | None = None
    remedy: str = ""
    examples: Examples = Field(default_factory=Examples)


class Pack(Record):
    """A named set of rules with the marks of the documents it is for."""

    pack: str
    title: str
    version: int = 1
    language: Literal["en", "zh"] = "en"
    applies: tuple[str, ...] = ()  # patterns on the first page that speak for this pack
    statuses: tuple[str, str, str, str] = ("present", "partial", "absent", "contradicted")
    complete: bool = False  # every contract of this kind has the required clauses: one that is missing is a fault
    present_from: float | None = None  # likelihood from which the clause model says present; None: words alone
    confidence: dict[str, float] = Field(default_factory=dict)  # of verdicts by sense, as measured
    untested: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = Field(min_length=1)


def load_pack(name: str) -> Pack:
    """A shipped pack by name, or a user's own by path. Raise UnknownPlugin where it is neither or is faulty."""
    path = RULES / f"{name}.yaml" if name in SHIPPED else Path(name)
    if name not in SHIPPED and path.suffix not in (".yaml", ".yml"):
        raise UnknownPlugin(f"no rule pack is called {name!r}; known: {', '.join(SHIPPED)}, or a .yaml file")
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return checked(content)
    except OSError as error:
        raise UnknownPlugin(f"the rule pack {name} cannot be opened ({error.strerror})") from error
    except (yaml.YAMLError, ValidationError, re.error, ValueError) as error:
        raise UnknownPlugin(f"the rule pack {name} is faulty: {_first(error)}") from error


def checked(content: Any) -> Pack:
    """The pack; every pattern compiles and no id stands twice."""
    pack = Pack.model_validate(content)
    ids = [rule.id for rule in pack.rules]
    twice = {name for name in ids if ids.count(name) > 1}
    if twice:
        raise ValueError(f"these ids stand twice: {', '.join(sorted(twice))}")
    for rule in pack.rules:
        for source in (*rule.any, *rule.partial, *rule.against, *rule.weak):
            try:
                compiled(source)
            except re.error as error:
                raise ValueError(f"rule {rule.id}: {source!r} is no regular expression ({error})") from error
    return pack


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        problem = error.errors()[0]
        return f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
    return " ".join(str(error).split())
