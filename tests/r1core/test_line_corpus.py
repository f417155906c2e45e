"""Training lines: what becomes a class, which companies are kept apart, how Chinese statements are put together."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from r1core.line_batches import IGNORED, Batches, LineTable, Noise
from r1core.line_corpus import NONE, RARE, Corpus, chinese_filings, held_out, load
from r1core.line_dataset import statement_lines
from r1core.pieces import buckets, line_pieces

COMPANY = next(number for number in range(1, 50) if not held_out(number))
APART = next(number for number in range(1, 50) if held_out(number))
SILENT = Noise(piece=0, whole=0, parts=(0,) * 7, year_raised=0, wording=0, split=0, thinned=0)
STATEMENT = (
    ("Net sales", "SalesRevenueNet", "RevenueFromContractWithCustomerExcludingAssessedTax"),
    ("Cost of goods sold", "CostOfGoodsSold", "CostOfGoodsAndServicesSold"),
    ("Net income", "NetIncomeLoss", None),
)


def write(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two companies: twelve filings to train on, one kept apart."""
    folder = tmp_path_factory.mktemp("labels")
    lines = [
        {"label": label, "concept": concept, "stmt": "IS", "order": i, "prev": "", "next": "", "cik": cik,
         "filing": f"f{n}", "fy": 2010, **({"now": now} if now else {})}
        for cik, n in [(COMPANY, n) for n in range(12)] + [(APART, 99)]
        for i, (label, concept, now) in enumerate(STATEMENT)
    ]  # fmt: skip
    lines.append({**lines[0], "label": "Net sales of gadgets", "cik": APART, "filing": "f99", "order": 9})
    lines.append({**lines[0], "label": "Odd", "concept": "SeldomUsed", "now": None, "order": 7})
    write(folder / "lines.jsonl.gz", lines)
    write(
        folder / "extensions.jsonl.gz",
        [{**lines[0], "label": "Gadget fee", "concept": "ext:GadgetFee", "now": None, "order": 8}],
    )
    write(folder / "lexicon_en.jsonl", [
        {"label": "Net Income (Loss)", "concept": "NetIncomeLoss", "source": "us-gaap taxonomy 2008/2009"},
        {"label": "Profit", "concept": "NetIncomeLoss", "source": "IFRS element list in tellma"},
    ])  # fmt: skip
    write(folder / "lexicon_zh.jsonl", [
        {"label": "净利润", "concept": "NetIncomeLoss", "stmt": "IS"},
        {"label": "固定资产减值准备", "concept": None, "stmt": "BS"},
    ])  # fmt: skip
    return folder


def test_companies_kept_apart_are_not_trained_on_and_know_which_wordings_are_new(folder: Path) -> None:
    corpus = load(folder, statements=0)
    assert {r["cik"] for r in corpus.held} == {APART}
    assert {r["label"]: r["unseen"] for r in corpus.held}["Net sales of gadgets"]
    assert not any(r["unseen"] for r in corpus.held if r["label"] == "Net sales")
    assert sum(len(request) for request in corpus.requests) == 12 * 3 + 2 + 3


def test_classes_are_names_of_then_and_of_today_and_the_last_two_are_rare_and_none(folder: Path) -> None:
    classes = load(folder, statements=0).classes
    assert {"SalesRevenueNet", "RevenueFromContractWithCustomerExcludingAssessedTax"} <= set(classes)
    assert "SeldomUsed" not in classes
    assert classes[-2:] == [RARE, NONE]


def test_wordings_whose_licence_is_not_cleared_are_left_out(folder: Path) -> None:
    labels = {e.line.label for request in load(folder, statements=0).requests for e in request}
    assert "Net Income (Loss)" in labels
    assert "Profit" not in labels


def test_chinese_statements_keep_the_concepts_of_a_filing(folder: Path) -> None:
    long = next(r for r in load(folder, statements=0).requests if len(r) > 1) * 12
    made = chinese_filings([long], [{"label": "净利润", "concept": "NetIncomeLoss", "stmt": "IS"}], random.Random(1), 3)
    assert len(made) == 3
    assert {(e.line.label, e.now) for request in made for e in request} == {("净利润", "NetIncomeLoss")}
    assert made[0][1].line.before == made[0][0].line.label


def test_without_noise_a_batch_is_the_corpus_itself(folder: Path) -> None:
    corpus = load(folder, statements=0)
    batches = Batches(LineTable(corpus), 8, SILENT, seed=1)
    found = {}
    for requests in batches.epoch(0):
        batch = batches.tensors(requests, np.random.default_rng(1))
        assert (batch.labels == IGNORED).tolist() == (~batch.real).tolist()
        for pieces, label in zip(batch.pieces[batch.real], batch.labels[batch.real], strict=True):
            found[tuple(int(p) for p in pieces if p)] = corpus.classes[label]
    for request in corpus.requests:
        for example in request:
            expected = example.then if example.then in corpus.classes else RARE
            assert found[tuple(line_pieces(example.line))] == expected


def test_the_name_of_today_is_asked_where_the_year_is_hidden(folder: Path) -> None:
    corpus = load(folder, statements=0)
    sales = next(i for i, e in enumerate(e for r in corpus.requests for e in r) if e.line.label == "Net sales")
    for noise, name in (
        (replace(SILENT, parts=(1, 0, 0, 0, 0, 0, 0)), "RevenueFromContractWithCustomerExcludingAssessedTax"),
        (replace(SILENT, year_raised=1), "RevenueFromContractWithCustomerExcludingAssessedTax"),
        (SILENT, "SalesRevenueNet"),
    ):
        batch = Batches(LineTable(corpus), 8, noise, seed=1).tensors([np.array([sales])], np.random.default_rng(1))
        assert corpus.classes[batch.labels[0, 0]] == name


def test_the_whole_wording_is_hidden_so_that_its_pieces_are_learned(folder: Path) -> None:
    corpus = load(folder, statements=0)
    line = corpus.requests[0][0].line
    batch = Batches(LineTable(corpus), 8, replace(SILENT, whole=1), seed=1)
    seen = batch.tensors([np.array([0])], np.random.default_rng(1)).pieces[0, 0]
    hidden = set(line_pieces(line)) - {int(piece) for piece in seen}
    assert hidden == set(buckets(["=net sales", "sIS=net sales"]))


def test_an_epoch_is_the_same_for_the_same_seed_and_holds_no_line_twice(folder: Path) -> None:
    corpus: Corpus = load(folder, statements=0)
    table = LineTable(corpus)
    one, two = (Batches(table, 8, Noise(), seed=3).epoch(5) for _ in range(2))
    assert [[r.tolist() for r in batch] for batch in one] == [[r.tolist() for r in batch] for batch in two]
    lines = [int(i) for batch in one for request in batch for i in request]
    assert len(lines) == len(set(lines))


def test_a_folder_that_lacks_a_file_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"lexicon_zh\.jsonl"):
        load(tmp_path)


def test_the_data_set_of_the_trainer_gives_requests_with_weights(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="R1DOC_LABELS"):
        statement_lines()
    monkeypatch.setenv("R1DOC_LABELS", str(folder))
    lines = statement_lines()
    names = lines.questions["concept"]
    torch.manual_seed(1)
    once = [lines[i] for i in range(len(lines))]
    torch.manual_seed(1)
    assert once == [lines[i] for i in range(len(lines))]
    assert all(len(r.pieces) == len(r.labels) == len(r.weights) for r in once)
    assert {names[label] for request in once for label in request.labels} >= {"NetIncomeLoss", NONE}
    assert len(lines.forms) == len(lines)
