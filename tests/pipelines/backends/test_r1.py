"""The backend r1 on a small untrained model: what it asks of the engine, and what it leaves to the rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from pipelines.backends.r1 import R1Backend, _records, connect
from pipelines.contracts import Judging, Tagging
from pipelines.errors import MissingDependency
from r1core import R1Config, R1Model

CLASSES = ["Assets", "Revenues", "rare", "none"]
KINDS = ["income", "balance", "other"]


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> R1Backend:
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("model")
    questions = {"concept": CLASSES, "statement-kind": KINDS}
    R1Model(R1Config.preset("tiny", questions=questions, piece_buckets=65536)).save_pretrained(folder)
    return connect(str(folder))


def _statement(kind: str, *labels: str) -> Tagging:
    around = [
        {"stmt": kind, "heading": "", "prev": "", "next": "", "total": "", "order": n} for n in range(len(labels))
    ]
    return Tagging("concept", labels, around=tuple(map(json.dumps, around)))


def test_every_line_gets_an_opinion_in_its_place(backend: R1Backend) -> None:
    asked = [_statement("IS", "Net sales", "Costs"), Tagging("page-kind", ("a",)), _statement("BS", "Total assets")]
    income, other, balance = backend.tag(asked)
    assert len(income) == 2 and len(balance) == 1
    assert all(o.value in CLASSES and 0 < o.confidence <= 1 for o in (*income, *balance))
    assert [o.confidence for o in other] == [0]


def test_rows_are_told_which_statement_they_belong_to(backend: R1Backend) -> None:
    page = Tagging("statement-kind", ("Net sales 5 6", "Costs"), around=("2", "0"))
    first, second = backend.tag([Tagging("page-kind", ("a",)), page])[1]
    for opinion in (first, second):
        shares = dict([(opinion.value, opinion.confidence), *opinion.others])
        assert set(shares) == set(KINDS) and sum(shares.values()) == pytest.approx(1)
        assert opinion.confidence == max(shares.values())


def test_weights_that_do_not_know_a_question_have_no_opinion(tmp_path: Path) -> None:
    R1Model(R1Config.preset("tiny", questions={"concept": CLASSES}, piece_buckets=65536)).save_pretrained(tmp_path)
    older = connect(str(tmp_path))
    page = Tagging("statement-kind", ("Net sales",), around=("2",))
    (income,), (kind,) = older.tag([_statement("IS", "Net sales"), page])
    assert income.confidence > 0 and kind.confidence == 0


def test_no_questions_no_answers(backend: R1Backend) -> None:
    assert backend.tag([]) == [] and backend.judge([]) == []


def test_statements_of_one_company_are_read_together() -> None:
    records = _records([_statement("BS", "a"), _statement("IS", "b"), _statement("BS", "c")])
    assert [(r["label"], r["filing"]) for r in records] == [("a", "1"), ("b", "1"), ("c", "2")]


def test_a_judgement_names_one_reading_and_weighs_the_others(backend: R1Backend) -> None:
    question = Judging(
        "Revenues 2022-12-31",
        ("120", "125"),
        ("income, page 3", "note, page 9"),
        (0.9, 0.1),
        kinds=("text-layer", "note"),
    )
    (opinion,) = backend.judge([question])
    assert {opinion.value, *(value for value, _ in opinion.others)} == {"120", "125"}
    assert 0 < opinion.confidence < 1


def test_readings_without_sources_are_left_to_the_rules(backend: R1Backend) -> None:
    (opinion,) = backend.judge([Judging("x", ("1", "2"), ("a", "b"), (0.5, 0.5))])
    assert opinion.confidence == 0


def test_weights_of_other_features_are_left_to_the_rules(backend: R1Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.backends.r1.FEATURES", 1)
    (opinion,) = backend.judge([Judging("x", ("1", "2"), ("a", "b"), (0.5, 0.5), kinds=("ocr", "note"))])
    assert opinion.confidence == 0


def test_missing_weights_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingDependency, match="--backend null"):
        connect(str(tmp_path / "nothing"))
