"""Counting for the review benchmark: F1 of present and absent, evidence, three-way accuracy, calibration, seconds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from data.schemas import Finding, Provenance

BINS = 10
Gold = Sequence[Mapping[str, Any]]


def f1(right: int, wrong: int, missed: int) -> float:
    """Harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found."""
    return 2 * right / (2 * right + wrong + missed) if right + wrong + missed else 1.0


class Scores:
    """The counts of one pack."""

    def __init__(self, pack: str) -> None:
        self.pack = pack
        self.faults: list[Finding] = []
        self.wrong: list[str] = []
        self.by_rule: dict[str, Counter[str]] = defaultdict(Counter)
        self.told: dict[str, list[bool]] = defaultdict(list)
        self.sure: list[tuple[float, bool]] = []
        self.seconds, self.pages = 0.0, 0

    def took(self, seconds: float, pages: int) -> None:
        """Count the time of one review."""
        self.seconds, self.pages = self.seconds + seconds, self.pages + pages

    def count(self, what: str, right: bool) -> None:
        """Count one yes or no."""
        self.told[what].append(right)

    def presence(self, contract: str, rule: str, finding: Finding, label: str, gold: Gold) -> None:
        """Count one answer of present, partial, absent."""
        got, want = finding.status != "absent", label != "absent"
        self._sort(self.by_rule[rule], got, want)
        self.count("three-way accuracy", finding.status == label)
        self._judge(contract, rule, finding, got == want, label)
        if got and want and gold:
            self.count("evidence", any(_fits(place, passage) for place in finding.provenance[:3] for passage in gold))

    def statement(self, contract: str, rule: str, finding: Finding, label: str, gold: Gold) -> None:
        """Count one answer of entailed, contradicted, not mentioned."""
        right = finding.status == label
        self.count("three-way accuracy", right)
        self._judge(contract, rule, finding, right, label)
        if right and gold:
            self.count("evidence", any(_fits(place, passage) for place in finding.provenance[:3] for passage in gold))

    def sentences(self, rule: str, got: bool, want: bool) -> None:
        """Count one answer on an agreement that is given as sentences."""
        self._sort(self.by_rule["sentences"], got, want)

    def figures(self) -> dict[str, object]:
        """All of it, with one line a rule."""
        rules = {rule: counts for rule, counts in self.by_rule.items() if rule != "sentences"}
        found: dict[str, object] = {}
        if rules:
            found["macro F1 present"] = sum(_present(counts) for counts in rules.values()) / len(rules)
            every = sum(rules.values(), Counter[str]())
            found |= {"F1 present": _present(every), "F1 absent": _absent(every)}
        if "sentences" in self.by_rule:
            counts = self.by_rule["sentences"]
            found |= {"sentences F1 present": _present(counts), "sentences F1 absent": _absent(counts)}
        found |= {what: f"{sum(told)} of {len(told)} ({sum(told) / len(told):.3f})" for what, told in self.told.items()}
        found["ECE"] = self._calibration()
        found["seconds"] = round(self.seconds, 2)
        if self.pages:
            found["seconds for 20 pages"] = round(20 * self.seconds / self.pages, 3)
        return found | {f"rule {rule}": _present(counts) for rule, counts in rules.items()}

    def _judge(self, contract: str, rule: str, finding: Finding, right: bool, label: str) -> None:
        if finding.confidence is not None:
            self.sure.append((finding.confidence, right))
        if not right:
            self.wrong.append(f"{rule}: {label}, said {finding.status} · {contract[:40]} · {finding.message[:200]}")

    def _calibration(self) -> float:
        """Expected calibration error over ten equal bins of confidence."""
        bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        for sure, right in self.sure:
            bins[min(int(sure * BINS), BINS - 1)].append((sure, right))
        apart = (abs(sum(sure for sure, _ in one) - sum(right for _, right in one)) for one in bins.values())
        return sum(apart) / max(len(self.sure), 1)

    @staticmethod
    def _sort(counts: Counter[str], got: bool, want: bool) -> None:
        counts["right" if got and want else "wrong" if got else "missed" if want else "rightly absent"] += 1


def _present(counts: Counter[str]) -> float:
    return f1(counts["right"], counts["wrong"], counts["missed"])


def _absent(counts: Counter[str]) -> float:
    return f1(counts["rightly absent"], counts["missed"], counts["wrong"])


def _fits(place: Provenance, gold: Mapping[str, Any]) -> bool:
    """True where the place overlaps the gold passage enough."""
    if "start" in gold and place.start is not None and place.end is not None:
        shared = min(place.end, gold["end"]) - max(place.start, gold["start"])
        return shared >= 0.5 * min(place.end - place.start, gold["end"] - gold["start"])
    if gold.get("page") != place.page:
        return False
    x0, top, x1, bottom = gold["bbox"]
    box = place.bbox
    return min(x1, box.x1) > max(x0, box.x0) and min(bottom, box.bottom) > max(top, box.top)
