"""The quality rows: three models, the same data and steps, and what each line of theirs costs."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import torch

from r1core.bench_quality import side_by_side, told
from r1core.line_corpus import held_out

LINES = (("Cash", "CashAndCashEquivalentsAtCarryingValue"), ("Goodwill", "Goodwill"), ("Total assets", "Assets"))
COMPANIES = [n for n in range(1, 30) if not held_out(n)][:4] + [n for n in range(1, 30) if held_out(n)][:1]


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """Balance sheets of three lines, four companies to train on and one, with a wording of its own, to measure on."""
    lines: list[dict[str, object]] = [
        {"label": label, "concept": concept, "stmt": "BS", "order": i, "cik": cik, "filing": "f", "fy": 2024}
        for cik in COMPANIES
        for i, (label, concept) in enumerate(LINES)
    ]
    lines[-1]["label"] = "Assets in total"
    own = [{**lines[0], "label": f"Own {cik}", "concept": "ext:Own", "cik": cik, "order": 3} for cik in COMPANIES]
    for name, rows in (("lines.jsonl.gz", lines), ("extensions.jsonl.gz", own)):
        (tmp_path / name).write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    (tmp_path / "lexicon_en.jsonl").write_text(json.dumps({"label": "Goodwill, net", "concept": "Goodwill"}))
    (tmp_path / "lexicon_zh.jsonl").write_text(json.dumps({"label": "商誉", "concept": "Goodwill", "stmt": "BS"}))
    (tmp_path / "concepts.jsonl").write_text("\n".join(json.dumps({"concept": c, "lines": 5}) for _, c in LINES))
    return tmp_path


def test_three_models_learn_the_same_and_only_their_cost_differs(labels: Path) -> None:
    torch.set_num_threads(1)
    three = side_by_side(labels, steps=2, preset="tiny", piece_buckets=65536)
    assert [one.name for one in three] == ["routed", "dense, total", "dense, active"]
    routed, total, active = three
    assert active.flops < total.flops and routed.flops < total.flops
    assert all(0 <= one.exact <= 1 for one in three)
    assert told(three).count("\n") == 4
