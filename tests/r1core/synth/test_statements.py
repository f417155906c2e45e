"""Generated statements: what is printed as a sum is one, in every form and language; halves share no wording."""

import random

import pytest

from r1core.pieces import folded
from r1core.synth.statements import KINDS, ROLES, Order, Statement, statement
from r1core.synth.statements_blueprints import BLUEPRINTS, steps
from r1core.synth.statements_wordings import built_in, half_of

WORDINGS = built_in()


def made(kind: str, seed: int, **order: object) -> Statement:
    return statement(Order(kind, **order), WORDINGS, random.Random(seed))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_sum_is_the_sum_of_its_terms(kind: str, language: str) -> None:
    for seed in range(20):
        found = made(kind, seed, columns=3, language=language, printed_negative=seed % 2 == 0)
        columns = 4 if kind == "equity" else 3
        sums = [line for line in found.lines if line.terms]
        assert sums
        for line in sums:
            terms = [sum(sign * (found.lines[i].amounts[c] or 0) for sign, i in line.terms) for c in range(columns)]
            assert list(line.amounts) == terms, line.label
        assert {line.role for line in found.lines} <= set(ROLES)


def test_a_balance_sheet_balances() -> None:
    for seed in range(40):
        found = made("balance", seed)
        totals = [line.amounts for line in found.lines if line.role == "total"]
        assert len(totals) == 2 and totals[0] == totals[1], found.form


def test_a_statement_of_equity_adds_up_sideways_too() -> None:
    for line in made("equity", 3, columns=4).lines:
        assert not line.amounts or line.amounts[-1] == sum(amount or 0 for amount in line.amounts[:-1])


def test_the_same_seed_gives_the_same_statement() -> None:
    assert made("income", 5, bilingual=True) == made("income", 5, bilingual=True) != made("income", 6, bilingual=True)


def test_every_slot_of_a_blueprint_has_wordings_in_both_languages() -> None:
    american = {"minority", "attributable", "shares.head", "shares"}  # lines that Chinese statements do not print
    for kind, forms in BLUEPRINTS.items():
        for form in forms:
            slots = {step.slot for step in steps(kind, form) if step.slot}
            assert {slot for slot in slots if len(WORDINGS.of(slot, "en")) < 3} == set()
            assert {slot for slot in slots if not WORDINGS.of(slot, "zh")} <= american


def test_halves_share_no_wording_where_both_have_one() -> None:
    halves = WORDINGS.half(0), WORDINGS.half(1)
    for language, slots in WORDINGS.slots.items():
        for slot, words in slots.items():
            first, second = ({folded(w) for w in half.slots[language][slot]} for half in halves)
            assert not first & second or len({half_of(w) for w in words}) == 1
