"""Concepts of statement lines: R1 on companies it never saw, and the linear model beside it where neither saw them.

R1 keeps a fifth of the companies of `labels/` apart, the linear model of `pipelines/facts/concepts_lines.py` a seventh;
both are compared on those in both. Figures as `score/labels.py` defines them, on the 150 most frequent concepts:
exact, near twins as one, among the first three, calibration; and whether "none of these" is told, by R1 on the third of
its companies that its head for that has not seen either. `unseen` are wordings (case and digits aside) that no
training company has. Chinese: the word list itself, line by line; R1 has seen it. Nothing is trained here.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.facts.concepts_lines import Line as PeerLine
from pipelines.facts.concepts_lines import guesses
from r1core.concepts import Answer, answers
from r1core.concepts_command import opened
from r1core.engine import Engine
from r1core.line_corpus import FILES, NONE, held_out
from r1core.line_scores import frequent_concepts, none_apart, scores
from r1core.lines import read_records
from r1core.pieces import folded

PEER_APART = 7  # the linear model keeps the companies apart whose number leaves 3


def run(data: Path, *, as_json: bool = False, model: str = "r1-small", sample: str = "1") -> dict[str, object]:
    """Figures by model and cut; `sample=4` takes every fourth company, `model` a folder or a shipped name."""
    folder = data / "labels"
    held = kept_apart(folder, int(sample))
    tag, classes = opened(Engine(model))
    frequent = frequent_concepts(folder)
    began = time.perf_counter()
    found = answers(held, tag, classes)
    seconds = time.perf_counter() - began
    both = [i for i, record in enumerate(held) if record["cik"] % PEER_APART == 3]
    shared, ours = [held[i] for i in both], [found[i] for i in both]
    chinese = [r for r in read_records(folder / FILES[3]) if r["concept"]]
    named = [answer.concept for answer in answers(chinese, tag, classes)]
    return {
        "R1": {**scores(held, found, frequent), "none": none_apart(held, found)},
        "R1, companies kept apart from both": scores(shared, ours, frequent),
        "linear, companies kept apart from both": scores(shared, by_peer(shared), frequent),
        "Chinese word list": round(float(np.mean([c == r["concept"] for c, r in zip(named, chinese, strict=True)])), 4),
        "lines": len(held),
        "ms a line": round(1000 * seconds / max(1, len(held)), 2),
    }


def kept_apart(folder: Path, sample: int = 1) -> list[dict[str, Any]]:
    """The records of the companies that R1 was not trained on, `unseen` set."""
    records = [record for name in FILES[:2] for record in read_records(folder / name)]
    seen = {folded(record["label"]) for record in records if not held_out(record["cik"])}
    chosen = sorted({record["cik"] for record in records if held_out(record["cik"])})[::sample]
    wanted = set(chosen)
    return [{**r, "unseen": folded(r["label"]) not in seen} for r in records if r["cik"] in wanted]


def by_peer(records: Sequence[dict[str, Any]]) -> list[Answer]:
    """What the linear model says: its best element that is not "none"."""
    lines = [
        PeerLine(r["label"], r["stmt"], r.get("heading") or "", r["prev"], r["next"], r.get("total") or "")
        for r in records
    ]
    out = []
    for ranked in guesses(lines, most=5):
        named = [guess for guess in ranked if guess.concept != NONE]
        none = sum(guess.confidence for guess in ranked if guess.concept == NONE)
        out.append(
            Answer(named[0].concept, named[0].confidence, tuple((g.concept, g.confidence) for g in named[1:]), none)
        )
    return out
