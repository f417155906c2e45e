"""The public list: every name is there, comes from where it is said to, and costs nothing until it is used."""

from __future__ import annotations

import pytest

import r1core


def test_every_public_name_exists() -> None:
    assert sorted(r1core.__all__) == sorted(r1core._HOME)
    assert [name for name in r1core.__all__ if getattr(r1core, name) is None] == []


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(AttributeError, match="R1Model"):
        r1core.R2Model  # noqa: B018 (looking it up is the test)
