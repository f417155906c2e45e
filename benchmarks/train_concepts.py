"""Trains the linear model of `pipelines/facts/concepts_lines.py` on labelled statement lines of SEC filings.

    python -m benchmarks.train_concepts LABELS [--epochs 10]

LABELS is a folder with lines.jsonl.gz, extensions.jsonl.gz, concepts.jsonl, lexicon_en.jsonl, lexicon_zh.jsonl.
Every seventh company is kept apart: it sets the temperature, and the printed accuracy is measured on it. Writes
`data/weights/lines.npz`. Word lists whose licence is not cleared (IFRS labels of one source) are left out.
Needs scipy besides the product's own libraries. Shapes: N lines, B buckets, D width, C classes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from pipelines.facts.concepts_lines import BUCKETS, NONE, Line, pieces

WIDTH, CLASSES, BATCH, RATE, DROPPED = 64, 900, 256, 0.5, 0.3  # DROPPED: share of pieces hidden in training
TARGET = Path(__file__).parent.parent / "data" / "weights" / "lines.npz"
NOT_CLEARED = "IFRS element list in tellma"


def read(path: Path) -> list[dict[str, Any]]:
    """Records of a .jsonl or .jsonl.gz file."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def as_line(record: dict[str, Any]) -> Line:
    return Line(
        record["label"],
        record.get("stmt") or "other",
        record.get("heading") or "",
        record.get("prev") or "",
        record.get("next") or "",
        record.get("total") or "",
    )


def load(folder: Path) -> tuple[list[Line], list[str], list[int], list[float]]:
    """Lines, elements, companies, weights. Recent lines weigh more: taxonomy and wording have moved on."""
    lines, names, firms, weights = [], [], [], []
    for record in read(folder / "lines.jsonl.gz") + read(folder / "extensions.jsonl.gz"):
        own = record["concept"].startswith("ext:")
        lines.append(as_line(record))
        names.append(NONE if own else record.get("now") or record["concept"])
        firms.append(record["cik"])
        weights.append(2.0 if (record.get("fy") or 0) >= 2015 else 1.0)
    statement = {"balance": "BS", "income": "IS", "cashflow": "CF"}
    where = {r["concept"]: max(r["stmt"], key=r["stmt"].get) for r in read(folder / "concepts.jsonl")}
    for record in read(folder / "lexicon_zh.jsonl") + read(folder / "lexicon_en.jsonl"):
        concept = record.get("us_gaap") or record["concept"]
        if not concept or concept.startswith("ifrs") or record.get("source") == NOT_CLEARED or record.get("coarse"):
            continue
        kind = record.get("stmt") or where.get(concept, "other")
        lines.append(Line(record["label"], statement.get(kind, kind)))
        names.append(concept)
        firms.append(-1)
        weights.append(2.0)
    return lines, names, firms, weights


def matrix(lines: list[Line]) -> sparse.csr_matrix:
    """(N, B): how often each line has each piece, over the root of how many it has."""
    found = [pieces(line) for line in lines]
    counts = np.array([len(f) for f in found])
    data = np.repeat(1 / np.sqrt(counts), counts).astype(np.float32)
    return sparse.csr_matrix(
        (data, np.concatenate(found), np.concatenate([[0], counts.cumsum()])), shape=(len(lines), BUCKETS)
    )


def train(x: sparse.csr_matrix, y: np.ndarray, weight: np.ndarray, classes: int, epochs: int) -> tuple[np.ndarray, ...]:
    """Softmax over a low-rank linear map, AdaGrad, minibatches."""
    rng = np.random.default_rng(7)
    vectors = rng.normal(0, 0.1, (BUCKETS, WIDTH)).astype(np.float32)  # (B, D)
    out, bias = np.zeros((WIDTH, classes), np.float32), np.zeros(classes, np.float32)  # (D, C)
    seen_v, seen_o, seen_b = np.full(BUCKETS, 1e-6, np.float32), np.full_like(out, 1e-6), np.full_like(bias, 1e-6)
    for epoch in range(epochs):
        order, loss, began = rng.permutation(len(y)), 0.0, time.time()
        rate = RATE * (1 - epoch / epochs)
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            batch = x[rows]
            keep = rng.random(len(batch.data), dtype=np.float32) >= DROPPED
            batch.data = batch.data * keep / np.float32(1 - DROPPED)
            hidden = batch @ vectors  # (n, D)
            logits = hidden @ out + bias  # (n, C)
            logits -= logits.max(1, keepdims=True)
            odds = np.exp(logits)
            odds /= odds.sum(1, keepdims=True)
            loss -= float(np.log(odds[np.arange(len(rows)), y[rows]] + 1e-9).sum())
            odds[np.arange(len(rows)), y[rows]] -= 1
            odds *= weight[rows, None] / len(rows)
            d_out, d_bias, d_hidden = hidden.T @ odds, odds.sum(0), odds @ out.T
            touched = np.unique(batch.indices)
            d_vectors = batch.T.tocsr()[touched] @ d_hidden  # (touched, D)
            seen_v[touched] += (d_vectors**2).mean(1)
            vectors[touched] -= rate * d_vectors / np.sqrt(seen_v[touched])[:, None]
            seen_o += d_out**2
            seen_b += d_bias**2
            out -= rate * 0.2 * d_out / np.sqrt(seen_o)
            bias -= rate * 0.2 * d_bias / np.sqrt(seen_b)
        print(f"epoch {epoch + 1}: loss {loss / len(y):.4f} {time.time() - began:.0f} s", flush=True)
    return vectors, out, bias


def fit_temperature(logits: np.ndarray, y: np.ndarray) -> float:
    """The divisor of the logits that makes the probabilities honest: least log loss over a grid."""

    def loss(t: float) -> float:
        z = logits / t
        z -= z.max(1, keepdims=True)
        return float((np.log(np.exp(z).sum(1)) - z[np.arange(len(y)), y]).mean())

    return min((round(0.5 + 0.1 * i, 1) for i in range(26)), key=loss)


def pack(folder: Path, elements: list[str], parts: tuple[np.ndarray, ...], temperature: float) -> None:
    """Vectors in int8 with a scale each, the rest in float16."""
    vectors, out, bias = parts
    scale = np.maximum(np.abs(vectors).max(1), 1e-6) / 127
    side = {r["concept"]: r.get("balance") or "" for r in read(folder / "concepts.jsonl")}
    TARGET.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        TARGET,
        elements="\n".join(elements),
        balance="\n".join(side.get(e, "") for e in elements),
        vectors=np.round(vectors / scale[:, None]).astype(np.int8),
        scale=scale.astype(np.float16),
        weights=out.astype(np.float16),
        bias=bias.astype(np.float16),
        temperature=temperature,
    )


def report(logits: np.ndarray, y: np.ndarray, elements: list[str], temperature: float) -> None:
    """Accuracy on the 150 most frequent elements, and how often the model is right where it says it is."""
    frequent = set(range(150)) - {elements.index(NONE)}
    keep = np.array([i for i, c in enumerate(y) if c in frequent])
    right = logits.argmax(1) == y
    odds = np.exp(logits / temperature - (logits / temperature).max(1, keepdims=True))
    sure = (odds / odds.sum(1, keepdims=True)).max(1)
    print(f"exact on the 150 most frequent: {right[keep].mean():.3f} of {len(keep)}; all: {right.mean():.3f}")
    for low in (0.0, 0.3, 0.5, 0.7, 0.9):
        within = (sure >= low) & (sure < low + (0.2 if low >= 0.3 else 0.3))
        print(f"  confidence from {low}: right {right[within].mean():.3f} of {within.sum()}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--epochs", type=int, default=10)
    options = parser.parse_args()
    lines, names, firms, weights = load(options.labels)
    elements = [name for name, _ in Counter(names).most_common(CLASSES)]
    index = {name: i for i, name in enumerate(elements)}
    keep = np.array([i for i, name in enumerate(names) if name in index])
    x, y = matrix(lines)[keep], np.array([index[names[i]] for i in keep])
    weight, firm = np.array(weights, np.float32)[keep], np.array(firms)[keep]
    apart = firm % 7 == 3
    parts = train(x[~apart], y[~apart], weight[~apart], len(elements), options.epochs)
    logits = (x[apart] @ parts[0]) @ parts[1] + parts[2]
    temperature = fit_temperature(logits, y[apart])
    report(logits, y[apart], elements, temperature)
    pack(options.labels, elements, parts, temperature)


if __name__ == "__main__":
    main()
