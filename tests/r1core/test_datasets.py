"""Data sets: what is registered, what a folder may hold, and that every fault is told by file and line."""

import json
from pathlib import Path

import pytest
import torch
from PIL import Image

from r1core.config import R1Config
from r1core.datasets import DatasetError, load_custom_dataset
from r1core.heads import IGNORED
from r1core.readings import FEATURES
from r1core.requests import Reading, Weighing, Writing, collate
from r1core.tokenizer import learned

WORDS = {"question": "row-role", "words": ["Total", "assets", "1,234"], "labels": ["label", "label", "value"]}


def _write(folder: Path, *records: dict) -> Path:
    (folder / "pages.jsonl").write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def tokenizer():
    return learned(["def f(x):\n    return x\n", "Total assets rose"] * 9, 300)


def test_a_folder_of_annotations_and_code(tmp_path: Path, tokenizer) -> None:
    Image.new("RGB", (80, 40), "white").save(tmp_path / "page.png")
    boxed = {**WORDS, "boxes": [[0, 0, 40, 10], [40, 0, 80, 10], [0, 20, 80, 40]], "size": [80, 40]}
    _write(tmp_path, {**boxed, "image": "page.png"}, {**WORDS, "labels": [None, "label", "value"]})
    (tmp_path / "tool.py").write_text("def f(x):\n    return x\n", encoding="utf-8")
    found = load_custom_dataset(tmp_path, tokenizer)
    assert found.questions == {"row-role": ["label", "value"]}
    assert found.forms == ["Reading", "Reading", "Writing"]
    first, second, code = found
    assert isinstance(first, Reading) and first.boxes[2] == (0, 0.5, 1, 1) and first.labels == (0, 0, 1)
    assert isinstance(second, Reading) and second.labels == (IGNORED, 0, 1)
    assert isinstance(code, Writing) and code.code and code.tokens[0] == 1 and code.tokens[-1] == 2


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        ({"question": "x", "words": ["a"]}, "lacks labels"),
        ({**WORDS, "labels": ["value"]}, "3 words, 1 labels"),
        ({**WORDS, "boxes": [[0, 0, 1, 1]] * 3}, '"size"'),
        ({**WORDS, "boxes": [[5, 0, 1, 1]] * 3, "size": [9, 9]}, "box 0 is not"),
        ({**WORDS, "boxes": [[0, 0, 99, 1]] * 3, "size": [9, 9]}, "outside"),
        ({**WORDS, "image": "lost.png"}, "no file lost.png"),
        ({**WORDS, "image": "pages.jsonl"}, "is no image"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, record: dict, fault: str) -> None:
    _write(tmp_path, WORDS, record)
    with pytest.raises(DatasetError, match=r"pages\.jsonl, line 2") as told:
        load_custom_dataset(tmp_path)
    assert fault in str(told.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    _write(tmp_path, {"words": []}, {**WORDS, "labels": []})
    with (tmp_path / "pages.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n{no json")
    with pytest.raises(DatasetError, match="3 faults"):
        load_custom_dataset(tmp_path)


def test_text_that_is_no_utf8_is_named(tmp_path: Path, tokenizer) -> None:
    (tmp_path / "notes.md").write_bytes(b"caf\xe9")
    with pytest.raises(DatasetError, match=r"notes\.md: no UTF-8 at byte 3"):
        load_custom_dataset(tmp_path, tokenizer)


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(DatasetError, match=r"conflicts, .*tech_docs"):
        load_custom_dataset("tech_docks")


def test_the_products_own_code_is_text_to_learn(tokenizer) -> None:
    found = load_custom_dataset("tech_docs", tokenizer)
    assert len(found) > 100 and {r.code for r in found} == {True, False}


def test_batches_are_padded_and_say_where_nothing_is() -> None:
    config = R1Config.preset("tiny", questions={"row-role": ["label", "value"]})
    rows = [
        Reading("row-role", ([3, 4, 5], [6]), (0, 1)),
        Reading("row-role", ([7],), (1,), image=Image.new("RGB", (32, 32))),
    ]
    batch = collate(rows, config)
    assert batch["piece_ids"].tolist() == [[[3, 4, 5], [6, 0, 0]], [[7, 0, 0], [0, 0, 0]]]
    assert batch["labels"].tolist() == [[0, 1], [1, IGNORED]]
    assert batch["attention_mask"].tolist() == [[1, 1], [1, 0]]
    assert batch["image_present"].any(1).tolist() == [False, True]


def test_a_batch_holds_one_form() -> None:
    with pytest.raises(ValueError, match="Reading"):
        collate([Reading("x", ([1],), (0,)), Writing((1, 2))], R1Config.preset("tiny"))


def test_disputes_of_different_sizes() -> None:
    requests = [load for load in load_custom_dataset("conflicts").requests[:6] if isinstance(load, Weighing)]
    batch = collate(requests, R1Config.preset("tiny"))
    room = batch["dispute_features"].shape[1]
    assert batch["dispute_features"].shape == (6, room, FEATURES)
    assert batch["dispute_kept"].shape == (6, room + 1) and batch["dispute_kept"].any(1).all()
    assert not (batch["dispute_kept"][:, :room] & ~batch["dispute_present"]).any()
    assert batch["dispute_relations"].dtype == torch.float32
