"""Warnings the document states in words: going concern, controls, restatement, audit opinion, covenants and more.

Every warning is a record of `data/knowledge/warnings_<language>.yaml`; the engine weighs the sentences that state it.
A stated one is a finding that quotes up to five passages; one whose opposite is stated is a check passed on evidence.
"""

from __future__ import annotations

from collections.abc import Iterator

from data.schemas import Check, Finding, Provenance, Reading, Sentence
from pipelines.rules._restated_columns import restated_columns
from pipelines.rules._text_engine import (
    ENOUGH,
    LANGUAGES,
    Evidence,
    Verdict,
    quotes,
    score_of,
    table_words,
    warnings_of,
    weigh,
    worded,
)
from pipelines.rules._ticks import answers

ID = "text"
TITLE = "Warnings stated in words"

FORM = 500  # characters: a longer table is no form
RESTATEMENT = "restatement_of_prior_statements"


def check(reading: Reading) -> tuple[Check | Finding, ...]:
    """A finding for each warning stated, a passed check for each one denied in so many words."""
    return tuple(outcome for verdict in verdicts(reading) for outcome in _outcome(verdict, reading.told_in))


def verdicts(reading: Reading, only: str = "") -> Iterator[Verdict]:
    """What the document says about each warning (or `only` one) of each language that it says anything about."""
    sentences = (*reading.sentences, *_forms(reading))
    lowered = [f"{sentence.text}\n{sentence.section}".lower() for sentence in sentences]
    asked = tuple(answers(sentences))
    for language in LANGUAGES:
        for warning in warnings_of(language):
            if only not in ("", warning.id):
                continue
            verdict = weigh(warning, sentences, lowered, reading.info.fiscal_year, reading.info.period_end)
            ticked = [
                Evidence("ticked", ENOUGH, sentence, firm=True)
                for question, yes, sentence in asked
                if yes and any(ask.search(question) for ask in warning.asks)
            ]
            columns = list(restated_columns(reading)) if warning.id == RESTATEMENT and language == "en" else []
            evidence = (*verdict.evidence, *ticked, *columns)
            if evidence or verdict.clean:
                yield Verdict(warning, evidence, verdict.clean, score_of(evidence))


def _forms(reading: Reading) -> Iterator[Sentence]:
    """Short tables that put a question and its answer in cells."""
    words = [word for language in LANGUAGES for word in table_words(language)]
    for region in reading.regions:
        if region.label == "table" and len(region.text) < FORM and any(word in region.text for word in words):
            yield Sentence(region.text.replace("\n", " "), region.page, region.bbox)


def _outcome(verdict: Verdict, language: str) -> Iterator[Check | Finding]:
    warning = verdict.warning
    rule = f"{ID}.{warning.id}"
    title, message = worded(warning, language)
    if verdict.stated:
        yield Finding(
            rule=rule,
            level=warning.level,
            kind=warning.kind,
            message=message,
            provenance=quotes(verdict.evidence),
            properties={"title": title, "score": f"{verdict.score:g}", "source": warning.source},
        )
    elif verdict.clean and not verdict.evidence:
        passages: tuple[Provenance, ...] = quotes(verdict.clean)
        yield Check(rule=rule, kind="pass", message=title, provenance=passages)
