"""The layout of experts: what a user may write, what is refused with which words, and who owns what."""

from __future__ import annotations

import pytest

from r1core.topology import PUBLISHED, full_form, tiers_of


def test_the_published_form_stays_as_it_is() -> None:
    assert full_form(PUBLISHED) == PUBLISHED


def test_the_short_form_writes_the_first_tier() -> None:
    assert full_form({"text": 6, "code": 2}) == {**PUBLISHED, "layer1": {"text": 6, "code": 2}}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "dictionary"),
        ([3, 2, 3], "dictionary"),
        ({"text": 0}, "whole number from 1"),
        ({"text": True}, "whole number from 1"),
        ({"text": 2.5}, "whole number from 1"),
        ({"text": 300}, "1 to 256"),
        ({"te xt": 3}, "a word"),
        ({"layer1": {"text": 3}}, r"missing \['layer2', 'layer3', 'layer4'\]"),
        ({**PUBLISHED, "layer5": {"more": 8}}, r"unknown \['layer5'\]"),
        ({**PUBLISHED, "text": 3}, "mixes"),
        ({**PUBLISHED, "layer2": {}}, "layer2"),
    ],
)
def test_what_is_wrong_is_said(given: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        full_form(given)


def test_a_group_named_like_a_kind_owns_it() -> None:
    first, second, *_ = tiers_of(PUBLISHED)
    assert [name for name, _ in first.groups] == ["code", "image", "text"]
    assert first.owners == ((False, False, True), (False, True, False), (True, False, False))  # text, image, code
    assert second.owners == ((True, True),) * 3


def test_a_kind_without_a_group_enters_all() -> None:
    first, *_ = tiers_of(full_form({"text": 6, "code": 2}))
    text, image, code = first.owners
    assert (text, image, code) == ((False, True), (True, True), (True, False))


def test_shared_groups_are_open_to_the_owners_too() -> None:
    first, *_ = tiers_of(full_form({"text": 2, "common": 2}))
    text, image, _ = first.owners
    assert (text, image) == ((True, True), (True, False))  # groups: common, text


def test_experts_stand_in_the_order_of_groups_whatever_order_they_are_written_in() -> None:
    assert tiers_of(full_form({"text": 6, "code": 2})) == tiers_of(full_form({"code": 2, "text": 6}))
    assert tiers_of(PUBLISHED)[0].group_of == (0, 0, 1, 1, 1, 2, 2, 2)
