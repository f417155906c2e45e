"""Which statement of each kind is the document's own current one, and whose the others are.

The statements of a report stand close together, consolidated, with many rows. So candidates are grouped into
clusters of neighbouring pages; the cluster with the most kinds and the most characteristic lines wins, the earliest
of equals; within it the first best of each kind is primary. A filing of two registrants prints the parent's first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from data.schemas import Statement
from pipelines.facts.kinds import KINDS, likeness
from pipelines.facts.lines import squeeze

NEIGHBOURS = 4  # pages between two statements of one cluster, at most
CORE = ("income", "balance", "cashflow")
NEARLY = 0.8  # of the best cluster's merit: an earlier one that good is taken


def mark_primary(statements: Sequence[Statement], owners: Sequence[str]) -> tuple[Statement, ...]:
    """The same statements, one of each kind marked; the others of consolidated scope say what else they are."""
    clusters = _clusters([i for i, s in enumerate(statements) if s.scope == "consolidated"], statements)
    if not clusters:
        return tuple(statements)
    merits = [sum(_best(c, statements, kind)[0] for kind in CORE) for c in clusters]
    winner = next(c for c, merit in zip(clusters, merits, strict=True) if merit >= NEARLY * max(merits))
    everywhere = [i for c in clusters for i in c]
    chosen: list[int] = []
    for kind in KINDS:
        merit, index = _best(winner, statements, kind)
        if merit <= 0 and kind in CORE:
            merit, index = _best(everywhere, statements, kind)
        if merit > 0:
            chosen.append(index)
    names = Counter(squeeze(owners[i]) for i in chosen)
    main = names.most_common(1)[0][0] if names else ""
    return tuple(
        replace(s, primary=True) if i in chosen else replace(s, scope=_other(s, owners[i], main))
        for i, s in enumerate(statements)
    )


def _other(statement: Statement, owner: str, main: str) -> str:
    """The scope of a statement that is not primary: of another registrant, or another version."""
    if statement.scope != "consolidated":
        return statement.scope
    return f"other:{owner}" if owner and squeeze(owner) != main else "other:repeated"


def _clusters(indices: Sequence[int], statements: Sequence[Statement]) -> list[list[int]]:
    clusters: list[list[int]] = []
    for index in sorted(indices, key=lambda i: statements[i].pages[0]):
        if clusters and statements[index].pages[0] - statements[clusters[-1][-1]].pages[-1] <= NEIGHBOURS:
            clusters[-1].append(index)
        else:
            clusters.append([index])
    return clusters


def _best(cluster: Sequence[int], statements: Sequence[Statement], kind: str) -> tuple[float, int]:
    """Merit and index of the best statement of a kind: the first of those nearly as good as the best."""
    merits = [(_merit(statements[i]), i) for i in cluster if statements[i].kind == kind]
    if not merits:
        return 0.0, -1
    top = max(m for m, _ in merits)
    return next((m, i) for m, i in merits if m >= 0.85 * top)


def _merit(statement: Statement) -> float:
    labels = [squeeze(r.label) for r in statement.rows if any(r.amounts)]
    dated = sum(c.period is not None for c in statement.columns) / max(len(statement.columns), 1)
    return likeness(labels, statement.kind) + min(len(labels), 40) / 20 + 2 * dated
