"""A question about one or several documents: the answer, its formula, every number cited.

Reading takes as long as a report; what questions need of a document (its digest) is kept, and the next question is
answered from it at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from data.schemas import Digest, Record, Result
from pipelines.contracts import Context
from pipelines.tasks._stopwatch import Stopwatch

ACCEPTS = ("application/pdf", "image/png", "image/jpeg", "image/tiff")
LAST = "question"  # what stands after the files on the command line


class Params(Record):
    """What a user may choose."""

    question: str = Field(default="", description="in English or Chinese")


def run(source: Path, params: Params, context: Context) -> Result:
    """Read the document and answer from it."""
    stopwatch = Stopwatch()
    digest = read_digest(source, context, stopwatch)
    with stopwatch("answer"):
        (result,) = answers([digest], params.question)
    return result.model_copy(update={"run": stopwatch.run()})


def read_digest(source: Path, context: Context, stopwatch: Stopwatch) -> Digest:
    """The document as questions see it."""
    # imported here: `--help` reads Params, and should not wait for a PDF library
    from pipelines.questions.digest import digest_of
    from pipelines.tasks import report

    reading = report.read_filing(source, report.Params(), context, stopwatch)
    return digest_of(reading)


def answers(digests: Sequence[Digest], question: str) -> list[Result]:
    """One result for each document that the question is about, with the facts that its answer cites."""
    from pipelines.questions import answer_question, pick, understand

    asked = understand(question, [digest.info.entity or "" for digest in digests])
    results = []
    for digest in pick(asked, digests):
        answer = answer_question(asked, digest)
        cited = set(answer.citations)
        facts = tuple(fact for fact in digest.facts if fact.id in cited)
        results.append(Result(task="ask", document=digest.info, facts=facts, answer=answer))
    return results
