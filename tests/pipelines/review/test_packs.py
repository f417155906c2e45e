"""Rule packs: every rule's own examples hold; a faulty pack is refused with a word on what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import UnknownPlugin
from pipelines.review import SHIPPED, load_pack
from pipelines.review.match import hits
from pipelines.review.packs import Rule
from pipelines.review.passages import Passage

SENSES = (("present", "any"), ("partial", "partial"), ("contradicted", "against"), ("absent", None))


def sense(rule: Rule, text: str) -> str | None:
    found = hits(rule, (Passage(0, len(text), text, 0, "", text.lower()),))
    return found[0].sense if found else None


@pytest.mark.parametrize("name", SHIPPED)
def test_every_rule_proves_itself_on_its_examples(name: str) -> None:
    wrong = [
        (rule.id, wanted, text)
        for rule in load_pack(name).rules
        for kind, wanted in SENSES
        for text in getattr(rule.examples, kind)
        if sense(rule, text) != wanted
    ]
    assert wrong == []


@pytest.mark.parametrize(("name", "count"), [("commercial", 41), ("gdpr-art28", 16), ("nda", 17), ("zh-contract", 9)])
def test_the_packs_are_whole(name: str, count: int) -> None:
    assert len(load_pack(name).rules) == count
    assert all(rule.examples.present or rule.examples.contradicted for rule in load_pack(name).rules)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("pack: x\ntitle: x\nrules: []\n", "at least 1 item"),
        ("pack: x\ntitle: x\nrules: [{id: a, title: a, any: ['(']}]\n", "no regular expression"),
        ("pack: x\ntitle: x\nrules: [{id: a, title: a}, {id: a, title: b}]\n", "stand twice"),
        ("pack: x\ntitle: x\nrules: [{id: a, title: a, colour: red}]\n", "colour"),
        ("pack: [", "expected"),
    ],
)
def test_a_faulty_pack_is_refused(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnknownPlugin, match=complaint):
        load_pack(str(path))


def test_a_pack_that_is_none() -> None:
    with pytest.raises(UnknownPlugin, match="commercial"):
        load_pack("no-such-pack")
    with pytest.raises(UnknownPlugin, match="cannot be opened"):
        load_pack("missing.yaml")
