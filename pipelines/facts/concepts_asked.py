"""The backend's opinion on lines that no rule settles: one batch a document, one question a statement.

A question is the whole statement, every line with numbers in printed order, settled ones too: what a line means often
stands in the others (is there a non-controlling interest? which total follows?).

    Tagging.question  "concept"
    Tagging.items     labels as printed
    Tagging.around    parallel to items: JSON with stmt (IS BS CF CI), heading, prev, next, total, order (from 1), fy,
                      the record of `python -m r1core concepts` without its label
    Opinion.value     us-gaap element, or "none" where the line is the company's own
    Opinion.others    the next ones with their probabilities, best first
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from pipelines.contracts import Backend, Opinion, Tagging
from pipelines.facts.concepts_lines import Guess, Line
from pipelines.facts.concepts_repair import is_scanned
from pipelines.facts.concepts_view import View

_MARK = {"income": "IS", "balance": "BS", "cashflow": "CF", "equity": "EQ", "comprehensive": "CI"}

Opinions = dict[int, tuple[Guess, ...]]
"""Row of a statement → what the backend thinks, best first; rows without an opinion are left out."""


def lines_of(view: View) -> dict[int, Line]:
    """Every row with numbers as the line models take it."""
    filled = [i for i in view.rows() if view.filled[i]]
    scanned = is_scanned(view.statement)
    labels = [view.labels[i] if scanned else view.statement.rows[i].label for i in filled]
    totals = [k for k, label in enumerate(labels) if "total" in label.lower() or "合计" in label or "总计" in label]
    found = {}
    for k, i in enumerate(filled):
        found[i] = Line(
            labels[k],
            "IS" if view.kind == "income" else _MARK[view.statement.kind],
            view.headings[i] if scanned else view.statement.rows[i].heading or view.headings[i],
            labels[k - 1] if k else "",
            labels[k + 1] if k + 1 < len(labels) else "",
            next((labels[t] for t in totals if t > k), ""),
        )
    return found


def opinions(views: Sequence[View], backend: Backend) -> list[Opinions]:
    """What the backend thinks of each row of each statement."""
    lines = [lines_of(v) for v in views]
    asked = [n for n, of in enumerate(lines) if of]
    answers = backend.tag([_question(views[n], lines[n]) for n in asked]) if asked else []
    found: list[Opinions] = [{} for _ in views]
    for n, answer in zip(asked, answers, strict=True):
        found[n] = {row: _guesses(o) for row, o in zip(lines[n], answer, strict=True) if o.confidence > 0}
    return found


def _question(view: View, lines: dict[int, Line]) -> Tagging:
    years = [column.period.last.year for column in view.statement.columns if column.period]
    around = [
        {
            "stmt": line.statement,
            "heading": line.heading,
            "prev": line.before,
            "next": line.after,
            "total": line.total,
            "order": order,
            **({"fy": max(years)} if years else {}),
        }
        for order, line in enumerate(lines.values(), 1)
    ]
    labels = tuple(line.label for line in lines.values())
    return Tagging("concept", labels, around=tuple(json.dumps(a, ensure_ascii=False) for a in around))


def _guesses(opinion: Opinion) -> tuple[Guess, ...]:
    return (Guess(opinion.value, opinion.confidence), *(Guess(*other) for other in opinion.others))
