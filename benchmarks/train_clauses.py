"""Train the clause model of `review` on the commercial development contracts, cross-validated by filer.

`r1doc eval train_clauses` prints macro F1 of presence for rules alone and with the model, each contract judged by a
model that saw no contract of its filer; `--save` writes data/weights/clauses.npz, trained on all of them.

Passages are labelled by the lawyers' spans. One-vs-rest logistic regression (Adam, positives weighted), then one
logistic regression over what rules and scores say of a whole contract (`evidence`), fitted on held-out scores.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks._review_scores import f1
from data.schemas import Document
from pipelines.review import load_pack
from pipelines.review.match import hits
from pipelines.review.model import SIZE, WEIGHTS, evidence, features
from pipelines.review.passages import Passage, passages_of
from pipelines.review.script import script_of

FOLDS, STEPS, RATE, DECAY = 5, 110, 0.25, 3e-7
THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.5)
Floats = NDArray[np.float32]


@dataclass
class Contracts:
    """All passages as sparse rows, their labels, which rule met them, and whose contract they are of."""

    names: list[str]
    rows: list[NDArray[np.int64]]
    labels: Floats
    met: Floats
    owner: NDArray[np.int64]
    present: NDArray[np.bool_]
    categories: tuple[str, ...]


def run(data: Path, *, as_json: bool = False, save: bool = False) -> dict[str, object]:
    """Cross-validated figures; with `save` the weights too."""
    contracts = _contracts(data / "contracts" / "cuad")
    fold = _folds(contracts.names)
    scores = np.zeros_like(contracts.labels)
    for number in range(FOLDS):
        test = fold[contracts.owner] == number
        scores[test] = _scored(contracts, _fitted(contracts, ~test), test)
    seen = [_evidence(contracts, scores, fold != number) for number in range(FOLDS)]
    sure = np.zeros(contracts.present.shape)
    for number, (mixture, prior) in enumerate(seen):
        for owner in np.flatnonzero(fold == number):
            sure[owner] = _sigmoid(_looks(contracts, scores, owner, prior) @ mixture)
    rules = np.array([contracts.met[contracts.owner == owner].max(0) > 0 for owner in range(len(fold))])
    figures: dict[str, object] = {"rules alone, macro F1": _macro(rules, contracts.present)}
    figures |= {f"with the model, {limit}": _macro(sure > limit, contracts.present) for limit in THRESHOLDS}
    figures["Brier"] = float(((sure - contracts.present) ** 2).mean())
    if save:
        _save(contracts, _evidence(contracts, scores, fold >= 0))
    return figures


def _contracts(folder: Path) -> Contracts:
    truth = json.loads((folder / "truth.json").read_text("utf-8"))["contracts"]
    pack = load_pack("commercial")
    categories = tuple(rule.id for rule in pack.rules)
    rows: list[NDArray[np.int64]] = []
    labels, met, owner = [], [], []
    for number, contract in enumerate(truth):
        text = (folder / "txt" / contract["txt"]).read_bytes().decode()
        passages = passages_of(script_of(Document("", "", "", "text/plain", (), text=text)))
        found = {rule.id: {hit.passage.start for hit in hits(rule, passages)} for rule in pack.rules}
        for passage in passages:
            rows.append(features(passage.lowered, passage.heading))
            labels.append([_covers(contract["categories"][name]["spans"], passage) for name in categories])
            met.append([passage.start in found[name] for name in categories])
            owner.append(number)
    present = np.array([[bool(c["categories"][name]["present"]) for name in categories] for c in truth])
    names = [contract["id"] for contract in truth]
    return Contracts(
        names, rows, np.array(labels, np.float32), np.array(met, np.float32), np.array(owner), present, categories
    )


def _covers(spans: Sequence[dict[str, Any]], passage: Passage) -> bool:
    """True where the passage and a marked clause share half of the shorter."""
    for span in spans:
        for start in (span["start"], *span.get("also_at", ())):
            end = start + span["end"] - span["start"]
            shared = min(passage.end, end) - max(passage.start, start)
            if shared > 0 and shared >= 0.5 * min(passage.end - passage.start, end - start):
                return True
    return False


def _folds(names: Sequence[str]) -> NDArray[np.int64]:
    """Contracts of one filer stand in one fold."""
    filers = {sign: place for place, sign in enumerate(dict.fromkeys(map(_filer, names)))}
    order = np.random.default_rng(1).permutation(len(filers))
    return np.array([order[filers[_filer(name)]] % FOLDS for name in names])


def _filer(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())[:7]


def _matrix(contracts: Contracts, idf: Floats, chosen: NDArray[np.bool_]) -> Any:
    from scipy.sparse import csr_matrix  # here and not above: only training needs it

    rows = [row for row, use in zip(contracts.rows, chosen, strict=True) if use]
    weights = [idf[row] / (np.sqrt((idf[row] ** 2).sum()) or 1.0) for row in rows]
    ends = np.cumsum([0, *map(len, rows)])
    return csr_matrix((np.concatenate(weights), np.concatenate(rows), ends), shape=(len(rows), SIZE), dtype=np.float32)


def _idf(contracts: Contracts, chosen: NDArray[np.bool_]) -> Floats:
    """Rarity of each feature; nothing for one that stands once."""
    seen = np.bincount(
        np.concatenate([r for r, use in zip(contracts.rows, chosen, strict=True) if use]), minlength=SIZE
    )
    total = int(chosen.sum())
    return np.where(seen >= 2, np.log((1 + total) / (1 + seen)), 0).astype(np.float32)


def _fitted(contracts: Contracts, chosen: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats, Floats]:
    """Table, bias, worth of a rule's hit, rarity. Adam (Kingma, Ba 2015), whole batches."""
    idf = _idf(contracts, chosen)
    table, labels, met = _matrix(contracts, idf, chosen), contracts.labels[chosen], contracts.met[chosen]
    total, turned = len(labels), table.T.tocsr()
    marked = labels.sum(0)
    weight = 1 + labels * (np.clip(np.sqrt((total - marked) / np.maximum(marked, 1)) / 2, 1, 12) - 1)
    values = [np.zeros((SIZE, labels.shape[1]), np.float32), np.full(labels.shape[1], -4, np.float32)]
    values.append(np.ones(labels.shape[1], np.float32))
    first, second = [np.zeros_like(v) for v in values], [np.zeros_like(v) for v in values]
    for step in range(1, STEPS + 1):
        error = (_sigmoid(table @ values[0] + values[1] + met * values[2]) - labels) * weight / total
        slopes = (turned @ error + DECAY * values[0], error.sum(0), (error * met).sum(0))
        for place, slope in enumerate(slopes):
            first[place] = 0.9 * first[place] + 0.1 * slope
            second[place] = 0.99 * second[place] + 0.01 * slope * slope
            root = np.sqrt(second[place] / (1 - 0.99**step)) + 1e-7
            values[place] -= (RATE * first[place] / (1 - 0.9**step) / root).astype(np.float32)
    return values[0], values[1], values[2], idf


def _scored(contracts: Contracts, fitted: tuple[Floats, Floats, Floats, Floats], chosen: NDArray[np.bool_]) -> Floats:
    table, bias, worth, idf = fitted
    found: Floats = _matrix(contracts, idf, chosen) @ table + bias + contracts.met[chosen] * worth
    return found


def _looks(contracts: Contracts, scores: Floats, owner: int, prior: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the mixture sees of one contract: a row a category."""
    mine = contracts.owner == owner
    own, met = scores[mine], contracts.met[mine]
    columns = range(own.shape[1])
    return np.stack([evidence(own[:, k], np.flatnonzero(met[:, k]).tolist(), float(prior[k])) for k in columns])


def _evidence(
    contracts: Contracts, scores: Floats, chosen: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mixture and priors: logistic regression by Newton's method, a little ridge."""
    present = contracts.present[chosen]
    prior = np.log((present.sum(0) + 1) / (len(present) - present.sum(0) + 1))
    looks = np.concatenate([_looks(contracts, scores, owner, prior) for owner in np.flatnonzero(chosen)])
    wanted, mixture = present.ravel().astype(float), np.zeros(looks.shape[1])
    for _ in range(40):
        said = _sigmoid(looks @ mixture)
        bend = (looks * (said * (1 - said))[:, None]).T @ looks + 0.3 * np.eye(len(mixture))
        mixture -= np.linalg.solve(bend, looks.T @ (said - wanted) + 0.3 * mixture)
    return mixture, prior


def _sigmoid(values: Any) -> Any:
    return 1 / (1 + np.exp(-values))


def _macro(said: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    pairs = ((said[:, k], truth[:, k]) for k in range(truth.shape[1]))
    return float(np.mean([f1(int((a & b).sum()), int((a & ~b).sum()), int((~a & b).sum())) for a, b in pairs]))


def _save(contracts: Contracts, mixed: tuple[NDArray[np.float64], NDArray[np.float64]]) -> None:
    table, bias, worth, idf = _fitted(contracts, np.ones(len(contracts.rows), bool))
    scale = np.maximum(np.abs(table).max(0), 1e-6) / 127
    np.savez_compressed(
        WEIGHTS,
        categories=np.array(contracts.categories),
        table=np.round(table / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=bias,
        rules=worth,
        idf=idf.astype(np.float32),
        prior=mixed[1].astype(np.float32),
        mixture=mixed[0].astype(np.float32),
    )
