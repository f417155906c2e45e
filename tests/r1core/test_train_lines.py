"""Training on statement lines: it learns, can be stopped and taken up again, and its weights answer the command."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
import torch

from r1core.__main__ import main
from r1core.concepts_command import opened
from r1core.config import R1Config
from r1core.engine import Engine
from r1core.line_corpus import head_apart, held_out, load
from r1core.model import R1Model
from r1core.train_command import STEPS
from r1core.train_lines import LineTraining, Training, train
from r1core.train_own import chances
from r1core.whole_statement import FEATURES

LEARNED, APART = ([n for n in range(1, 99) if held_out(n) is apart] for apart in (False, True))
COMPANIES = LEARNED[:4] + [n for n in APART if not head_apart(n)][:5] + [n for n in APART if head_apart(n)][:1]
LINES = (("Cash", "CashAndCashEquivalentsAtCarryingValue"), ("Goodwill", "Goodwill"), ("Total assets", "Assets"))
OPTIONS = LineTraining(
    epochs=10, batch_lines=8, warmup=2, learning_rate=5e-3, piece_rate=2e-2, average=0.8, save_every=5
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Balance sheets of three lines, four companies to train on and six to measure on, five of them for the head."""
    folder = tmp_path_factory.mktemp("labels")
    lines = [
        {"label": label, "concept": concept, "stmt": "BS", "order": i, "cik": cik, "filing": "f", "fy": 2024}
        for cik in COMPANIES
        for i, (label, concept) in enumerate(LINES)
    ]
    own = [{**lines[0], "label": f"Own {cik}", "concept": "ext:Own", "cik": cik, "order": 3} for cik in COMPANIES]
    for name, rows in (("lines.jsonl.gz", lines), ("extensions.jsonl.gz", own)):
        (folder / name).write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    (folder / "lexicon_en.jsonl").write_text(json.dumps({"label": "Goodwill, net", "concept": "Goodwill"}))
    (folder / "lexicon_zh.jsonl").write_text(json.dumps({"label": "商誉", "concept": "Goodwill", "stmt": "BS"}))
    (folder / "concepts.jsonl").write_text("\n".join(json.dumps({"concept": c, "lines": 5}) for _, c in LINES))
    return folder


def tiny(folder: Path) -> R1Model:
    torch.manual_seed(1)
    questions = {"concept": load(folder, statements=0).classes}
    return R1Model(R1Config.preset("tiny", piece_buckets=65536, questions=questions))


def test_it_learns_and_its_weights_answer_the_command(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = train(folder, tmp_path / "run", tiny(folder), OPTIONS)
    assert figures["all"]["exact"] == 1.0
    records = [{"label": label, "stmt": "BS", "order": i} for i, (label, _) in enumerate(LINES)]
    (tmp_path / "lines.jsonl").write_text("\n".join(map(json.dumps, records)))
    capsys.readouterr()
    assert main(["concepts", str(tmp_path / "lines.jsonl"), "--model", str(tmp_path / "run" / "model")]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["concept"] for answer in answers] == [concept for _, concept in LINES]
    assert all(0 <= answer["none"] <= 1 for answer in answers)


def test_every_step_of_the_command_leaves_weights_that_the_engine_reads(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("R1DOC_LABELS", "")  # the command sets it: restored after the test
    steps = [step for step in STEPS if step != "statement_kinds"]  # that one makes thousands of pages
    run = ["train", "--preset", "tiny", "--stage", "sft", "--labels", str(folder), "--output", str(tmp_path)]
    assert main([*run, "--epochs", "0.1", "--steps", "1", "--batch", "2", "--data", *steps]) == 0
    assert all((tmp_path / step / "model").is_dir() for step in steps)
    figures = json.loads((tmp_path / "own" / "figures.json").read_text())
    assert set(figures) == {"all", "2015", "none", "none, cross-fitted"}
    engine = Engine(tmp_path / "model")
    model = R1Model.from_pretrained(tmp_path / "model", dtype=torch.float32)
    read = np.random.default_rng(0).normal(0, 3, (20, FEATURES)).astype(np.float32)
    assert engine.own(read) == pytest.approx(chances(model.own, read), abs=1e-4)
    assert engine.repeats == pytest.approx(model.own.repeats.numpy())
    tag, classes = opened(engine)
    odds = tag([[[1, 2], [3], [4, 5]]], [["BS", "BS", "BS"]])[0]
    assert odds.shape == (3, len(classes)) and odds.sum(1) == pytest.approx(1, abs=1e-5)


def test_steps_that_need_labels_or_a_model_say_so(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="needs --labels"):
        main(["train", "--data", "own", "--output", str(tmp_path)])
    with pytest.raises(SystemExit, match="needs a model"):
        main(["train", "--data", "own", "--labels", str(tmp_path), "--output", str(tmp_path)])


def test_pools_are_open_at_first_and_narrow_to_what_the_gate_asks(folder: Path, tmp_path: Path) -> None:
    options = LineTraining(epochs=4, batch_lines=8, warmup=2, open_until=0.25, narrow_from=0.75)
    training = Training(tiny(folder), load(folder, statements=0), tmp_path, options)
    floors = []
    for step in range(training.total + 1):
        training.step = step
        floors.append(training.floor())
    assert floors[0] == 8 and floors[-1] == 2 and floors == sorted(floors, reverse=True)
    complexity = training.model.complexity.train()
    complexity.floor = 8.0
    assert complexity(torch.zeros(1, 2, 32), torch.ones(1, 2, dtype=torch.bool)).tolist() == [8.0]
    assert complexity.eval()(torch.zeros(1, 2, 32), torch.ones(1, 2, dtype=torch.bool)).tolist() == [5.0]


def test_a_run_that_was_stopped_ends_as_one_that_was_not(folder: Path, tmp_path: Path) -> None:
    options = LineTraining(epochs=4, batch_lines=8, warmup=2, save_every=3)
    whole = train(folder, tmp_path / "whole", tiny(folder), options)
    corpus = load(folder, options.seed)
    for figures in Training(tiny(folder), corpus, tmp_path / "parts", options).steps():
        if figures["step"] == 5:
            break  # the state on disk is that of step 3
    assert train(folder, tmp_path / "parts", tiny(folder), options) == whole
    with pytest.raises(ValueError, match="other options"):
        train(folder, tmp_path / "parts", tiny(folder), LineTraining(seed=2))
