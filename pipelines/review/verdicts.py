"""Verdicts: every rule of a pack on every passage. Words decide; where the pack has a model, it is heard too.

With the model: the passages that a rule met are put in the order of their scores, a clause whose likelihood stays
below the pack's `present_from` is absent though a rule met something, and one far above it is found though none did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .judge import MOST, Verdict, by_words
from .match import Hit, hits, nearest
from .packs import Pack
from .passages import Passage

Found = Mapping[str, list[Hit]]


def verdicts(pack: Pack, passages: Sequence[Passage]) -> list[Verdict]:
    """One verdict a rule, in the pack's order."""
    found = {rule.id: hits(rule, passages) for rule in pack.rules}
    told = [by_words(rule, found[rule.id]) for rule in pack.rules]
    if pack.present_from is not None and passages:
        return _heard(told, found, passages, pack.present_from)
    return [_sure(pack, verdict, passages) for verdict in told]


def _sure(pack: Pack, verdict: Verdict, passages: Sequence[Passage]) -> Verdict:
    """With the confidence that verdicts of this sense earned, and the nearest passage where nothing was found."""
    sure = pack.confidence.get(verdict.sense, verdict.confidence)
    near = nearest(verdict.rule, passages) if verdict.sense == "absent" else None
    return replace(verdict, confidence=sure, nearest=near)


def _heard(told: Sequence[Verdict], found: Found, passages: Sequence[Passage], limit: float) -> list[Verdict]:
    from .model import clauses  # numpy and the weights load only where a pack asks for them

    place = {passage.start: index for index, passage in enumerate(passages)}
    met = {name: [place[hit.passage.start] for hit in own] for name, own in found.items()}
    model = clauses()
    scores = model.scores(passages, met)
    likely = model.present(scores, met)
    judged = []
    for verdict in told:
        name = verdict.rule.id
        column = scores[:, model.categories.index(name)]
        best = sorted(met[name] or range(len(passages)), key=lambda index: -column[index])
        shown = tuple(passages[index] for index in best[:MOST])
        if likely[name] >= limit:
            sense = verdict.sense if verdict.sense != "absent" else "any"
            judged.append(Verdict(verdict.rule, sense, shown if met[name] else shown[:1], max(likely[name], 0.5)))
        else:
            judged.append(Verdict(verdict.rule, "absent", (), 1 - likely[name], nearest=shown[0]))
    return judged
