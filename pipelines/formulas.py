"""Formulas: the language in which ratios, scores and warnings are written in `data/knowledge/`.

    current_assets / current_liabilities          a name of the vocabulary, or a concept
    prior(revenue)                                of the comparable period a year before
    opening(assets), average(assets)              at the period's beginning; mean of beginning and end
    any_of(ShortTermBorrowings, CommercialPaper)  the sum of those that are stated; one at least must be
    optional(MinorityInterest)                    0 where it is not stated
    days                                          length of the period
    a < b and c > 1.5                             conditions; + - * / and numbers as usual

A name of the vocabulary stands for the first of its alternatives that can be computed. What cannot be computed raises
Missing, with the name that is not stated. Every value carries the facts it comes from and the formula over their ids.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from functools import cache

from data.schemas import Fact, plain
from pipelines.ledger import Ledger, Moment

_ARITHMETIC: dict[type[ast.operator], tuple[str, Callable[[Decimal, Decimal], Decimal]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Decimal, Decimal], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class Missing(Exception):
    """An input is not stated; the message is its name. `earlier`: of the year before, or at the period's beginning."""

    def __init__(self, name: str, earlier: bool = False) -> None:
        super().__init__(name)
        self.earlier = earlier


@dataclass(frozen=True, slots=True)
class Value:
    """A number with its evidence."""

    number: Decimal
    formula: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """What formulas are evaluated on: facts, the period spoken of, the vocabulary."""

    ledger: Ledger
    moment: Moment
    names: Mapping[str, Sequence[str]]

    def value(self, formula: str) -> Value:
        """Raise Missing where an input is not stated or a divisor is 0."""
        return _number(self, _parsed(formula))

    def holds(self, condition: str) -> tuple[bool, tuple[Fact, ...]]:
        """Whether the condition is true, and the facts that decide it. Raise Missing as `value` does."""
        return _truth(self, _parsed(condition))


@cache
def _parsed(formula: str) -> ast.expr:
    return ast.parse(formula, mode="eval").body


def _truth(book: Book, node: ast.expr) -> tuple[bool, tuple[Fact, ...]]:
    if isinstance(node, ast.BoolOp):
        parts = [_truth(book, value) for value in node.values]
        join = all if isinstance(node.op, ast.And) else any
        return join(truth for truth, _ in parts), _union(facts for _, facts in parts)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = _number(book, node.left), _number(book, node.comparators[0])
        return _COMPARISONS[type(node.ops[0])](left.number, right.number), _union((left.facts, right.facts))
    raise ValueError(f"not a condition: {ast.unparse(node)}")


def _number(book: Book, node: ast.expr) -> Value:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return Value(Decimal(str(node.value)), str(node.value))
    if isinstance(node, ast.Name):
        return _named(book, node.id)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _number(book, node.operand)
        return Value(-inner.number, f"-{inner.formula}", inner.facts)
    if isinstance(node, ast.BinOp):
        return _combined(_number(book, node.left), _number(book, node.right), type(node.op))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _FUNCTIONS[node.func.id](book, node.args)
    raise ValueError(f"not a formula: {ast.unparse(node)}")


def _combined(left: Value, right: Value, kind: type[ast.operator]) -> Value:
    sign, apply = _ARITHMETIC[kind]
    try:
        number = apply(left.number, right.number)
    except (DivisionByZero, InvalidOperation) as error:
        raise Missing("divisor") from error
    return Value(number, f"({left.formula} {sign} {right.formula})", _union((left.facts, right.facts)))


def _named(book: Book, name: str) -> Value:
    if name == "days":
        return Value(Decimal(book.moment.days), str(book.moment.days))
    for alternative in book.names.get(name, ()):
        try:
            return book.value(alternative)
        except Missing:
            continue
    fact = None if name in book.names else book.ledger.find(name, book.moment)
    if fact is None:
        raise Missing(name)
    return _of(fact)


def _of(fact: Fact) -> Value:
    return Value(fact.value, fact.id, (fact,))


def _prior(book: Book, arguments: list[ast.expr]) -> Value:
    before = book.ledger.before(book.moment)
    if before is None:
        raise Missing("a comparable period a year before")
    return _earlier(Book(book.ledger, before, book.names), arguments[0])


def _opening(book: Book, arguments: list[ast.expr]) -> Value:
    return _earlier(Book(_Opening(book.ledger), book.moment, book.names), arguments[0])


def _earlier(book: Book, node: ast.expr) -> Value:
    try:
        return _number(book, node)
    except Missing as absent:
        raise Missing(str(absent), earlier=True) from absent


class _Opening(Ledger):
    """The same ledger, instants read at the beginning of the period."""

    def __init__(self, ledger: Ledger) -> None:
        self._by_concept = ledger._by_concept

    def find(self, concept: str, moment: Moment) -> Fact | None:
        return self.opening(concept, moment)


def _average(book: Book, arguments: list[ast.expr]) -> Value:
    end, beginning = _number(book, arguments[0]), _opening(book, arguments)
    mean = (end.number + beginning.number) / 2
    return Value(mean, f"(({end.formula} + {beginning.formula}) / 2)", _union((end.facts, beginning.facts)))


def _any_of(book: Book, arguments: list[ast.expr]) -> Value:
    values = [value for argument in arguments if (value := _try(book, argument))]
    if not values:
        raise Missing(" or ".join(ast.unparse(argument) for argument in arguments))
    total = sum((value.number for value in values), Decimal(0))
    formula = " + ".join(value.formula for value in values)
    return Value(total, f"({formula})" if len(values) > 1 else formula, _union(v.facts for v in values))


def _optional(book: Book, arguments: list[ast.expr]) -> Value:
    return _try(book, arguments[0]) or Value(Decimal(0), "0")


def _absolute(book: Book, arguments: list[ast.expr]) -> Value:
    inner = _number(book, arguments[0])
    return Value(abs(inner.number), f"abs({inner.formula})", inner.facts)


def _try(book: Book, node: ast.expr) -> Value | None:
    try:
        return _number(book, node)
    except Missing:
        return None


_FUNCTIONS: dict[str, Callable[[Book, list[ast.expr]], Value]] = {
    "prior": _prior,
    "opening": _opening,
    "average": _average,
    "any_of": _any_of,
    "optional": _optional,
    "abs": _absolute,
}


def _union(groups: Iterable[tuple[Fact, ...]]) -> tuple[Fact, ...]:
    """Facts of all groups in order, each once."""
    seen: dict[str, Fact] = {}
    for group in groups:
        for fact in group:
            seen.setdefault(fact.id, fact)
    return tuple(seen.values())


def rounded(number: Decimal, places: int = 4) -> str:
    """A ratio as a plain string."""
    return plain(number.quantize(Decimal(1).scaleb(-places)))
