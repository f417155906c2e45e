"""Warnings in the wordings of many reports: every true one is heard, no form, cure or mere possibility is.

The sentences stand in `wordings/<language>.yaml`, told as reports print them, by the flag they state or only touch.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from data.schemas import BBox, Document, DocumentInfo, Finding, Reading, Sentence
from pipelines.rules import text_warnings

Said = str | list[str]  # text, or heading and text
WORDINGS = Path(__file__).parent / "wordings"
ENOUGH = 40  # of each sort in each language


def said(part: str) -> list[tuple[str, Said]]:
    books = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(WORDINGS.glob("*.yaml"))]
    return [(flag, item) for book in books for flag, items in book[part].items() for item in items]


def flags(said: Said) -> set[str]:
    section, text = said if isinstance(said, list) else ("", said)
    info = DocumentInfo(
        sha256="0" * 64,
        name="made.pdf",
        media_type="application/pdf",
        pages=9,
        fiscal_year=2022,
        period_end=date(2022, 12, 31),
    )
    sentence = Sentence(text, 7, BBox(50, 100, 500, 112), section)
    document = Document("0" * 64, "made.pdf", "", "application/pdf", ())
    found = text_warnings.check(Reading(document, info, sentences=(sentence,)))
    return {f.rule.removeprefix("text.") for f in found if isinstance(f, Finding) and f.kind == "fail"}


@pytest.mark.parametrize(("flag", "sentence"), said("stated"))
def test_what_is_stated_is_heard(flag: str, sentence: Said) -> None:
    assert flag in flags(sentence)


@pytest.mark.parametrize(("flag", "sentence"), said("quiet"))
def test_what_is_not_stated_is_not_heard(flag: str, sentence: Said) -> None:
    assert flags(sentence) == set()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_both_sorts_are_many(language: str) -> None:
    wordings = yaml.safe_load((WORDINGS / f"{language}.yaml").read_text(encoding="utf-8"))
    assert all(sum(map(len, wordings[part].values())) >= ENOUGH for part in ("stated", "quiet"))
