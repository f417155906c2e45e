"""The numpy engine answers as torch does, reads the same files, and loads neither torch nor transformers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from r1core.checkpoint import CheckpointError
from r1core.config import R1Config
from r1core.engine import Engine, Words
from r1core.model import R1Model
from r1core.readings import FEATURES, RELATIONS

QUESTIONS = {"row": ["head", "value", "total"], "concept": [str(i) for i in range(20)]}


@pytest.fixture(scope="module")
def model() -> R1Model:
    torch.manual_seed(0)
    torch.set_num_threads(1)
    built = R1Model(R1Config.preset("tiny", questions=QUESTIONS)).eval()
    with torch.no_grad():
        for router in built.routers():  # as training leaves them: uneven
            router.bias.normal_(std=0.3)
            router.prior.normal_(std=0.5)
            router.threshold.fill_(0.7)
        built.embeddings.pieces.weight.normal_()
        built.complexity.gate.weight.normal_(std=0.5)
        built.tag.temperature[2] = 1.7
        built.conflict.log_temperature.fill_(0.3)
    return built


@pytest.fixture(scope="module", params=["float32", "bfloat16"])
def folder(model: R1Model, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    path: Path = tmp_path_factory.mktemp(request.param)
    R1Model.from_pretrained(saved(model, path), dtype=getattr(torch, request.param)).save_pretrained(path)
    return path


def saved(model: R1Model, path: Path) -> Path:
    model.save_pretrained(path)
    return path


def requests() -> list[Words]:
    dice = np.random.default_rng(0)
    made = []
    for length in (3, 17, 1):
        pieces = [dice.integers(1, 256, dice.integers(0, 30)).tolist() for _ in range(length)]
        boxes = np.sort(dice.random((length, 2, 2)), axis=1).reshape(length, 4)
        made.append(Words(pieces, [tuple(box) for box in boxes.tolist()], dice.choice((0, 2), length).tolist()))
    return made


def padded(words: list[Words]) -> dict[str, torch.Tensor]:
    rows, longest = len(words), max(len(w.pieces) for w in words)
    most = max(len(own) for w in words for own in w.pieces)
    batch = {
        "piece_ids": torch.zeros(rows, longest, most, dtype=torch.long),
        "boxes": torch.zeros(rows, longest, 4),
        "token_type_ids": torch.zeros(rows, longest, dtype=torch.long),
        "attention_mask": torch.zeros(rows, longest, dtype=torch.long),
    }
    for row, one in enumerate(words):
        for place, own in enumerate(one.pieces):
            batch["piece_ids"][row, place, : len(own)] = torch.tensor(own)
        batch["boxes"][row, : len(one.pieces)] = torch.tensor(one.boxes)
        batch["token_type_ids"][row, : len(one.pieces)] = torch.tensor(one.kinds)
        batch["attention_mask"][row, : len(one.pieces)] = 1
    return batch


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_tags_as_torch_does(folder: Path, question: str) -> None:
    model, words = R1Model.from_pretrained(folder, dtype=torch.float32).eval(), requests()
    asked = torch.full((3,), model.config.question_id(question))
    with torch.no_grad():
        logits = model(**padded(words), question_ids=asked).logits
        want = model.tag.confidence(logits, asked)
    for one, got in zip(want.numpy(), Engine(folder).tag(question, words), strict=True):
        assert got == pytest.approx(one[: len(got)], abs=1e-4)


def test_it_judges_as_torch_does(folder: Path) -> None:
    dice, model = np.random.default_rng(1), R1Model.from_pretrained(folder, dtype=torch.float32).eval()
    for readings in (1, 2, 5):
        features = dice.normal(size=(readings, FEATURES)).astype(np.float32)
        relations = dice.normal(size=(readings, readings, RELATIONS)).astype(np.float32)
        with torch.no_grad():
            there = torch.ones(1, readings, dtype=torch.bool)
            want = model.conflict(torch.from_numpy(features)[None], torch.from_numpy(relations)[None], there)
        got = Engine(folder).judge(features, relations)
        assert got.weights == pytest.approx(want.weights[0].numpy(), abs=1e-4)
        assert got.undecidable == pytest.approx(float(want.undecidable), abs=1e-4)


def test_requests_do_not_hear_each_other(folder: Path) -> None:
    engine, words = Engine(folder), requests()
    together = engine.tag("row", words)
    alone = [engine.tag("row", [one])[0] for one in words]
    for one, other in zip(together, alone, strict=True):
        assert one == pytest.approx(other, abs=1e-5)


def test_batches_are_as_large_as_the_configuration_says_and_empty_requests_stay_empty(folder: Path) -> None:
    engine, words = Engine(folder), [Words([]), *requests(), Words([])]
    whole = engine.tag("row", words)
    engine.config["dynamic_batch_size"] = 2
    for one, other in zip(whole, engine.tag("row", words), strict=True):
        assert one == pytest.approx(other, abs=1e-5)
    assert [len(answer) for answer in whole] == [0, 3, 17, 1, 0]


def test_an_unknown_question_lists_the_known_ones(folder: Path) -> None:
    with pytest.raises(ValueError, match="row, concept"):
        Engine(folder).tag("colour", requests())


def test_weights_of_another_configuration_are_refused(model: R1Model, tmp_path: Path) -> None:
    model.save_pretrained(tmp_path)
    R1Config.preset("tiny", questions={**QUESTIONS, "new": ["a"]}).save_pretrained(tmp_path)
    with pytest.raises(CheckpointError, match=r"no 'tag\.questions\.new\.weight'"):
        Engine(tmp_path).tag("new", requests())


def test_neither_torch_nor_transformers_is_loaded() -> None:
    code = "import sys, r1core, r1core.engine; print([m for m in ('torch', 'transformers') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
