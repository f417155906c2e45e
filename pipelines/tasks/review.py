"""Contract or policy against a rule pack: every rule answered, with the passage, what is missing, what contradicts."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from data.schemas import Document, DocumentInfo, Record, Result
from pipelines.contracts import Context
from pipelines.tasks._displayed import as_displayed
from pipelines.tasks._stopwatch import Stopwatch

ACCEPTS = (
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/tiff",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/markdown",
    "text/plain",
)


class Params(Record):
    """What a user may choose."""

    rules: str = Field(
        default="",
        description="rule pack: commercial, gdpr-art28, nda, zh-contract, or your own .yaml; recognised where none is",
    )


def run(source: Path, params: Params, context: Context) -> Result:
    """Read, recognise the pack, hold the contract against it and against itself."""
    # imported here: `--help` reads Params, and should not wait for a PDF library
    from pipelines.readers import read
    from pipelines.review import review

    stopwatch = Stopwatch()
    with stopwatch("read"):
        document = read(source, context.watch, text=True)
    with stopwatch("review"):
        reviewed = review(document, params.rules)
    result = Result(
        task="review",
        document=_info(document, reviewed.language),
        findings=reviewed.findings,
        review=reviewed.used,
        run=stopwatch.run(),
    )
    return as_displayed(result, document)


def _info(document: Document, language: str) -> DocumentInfo:
    return DocumentInfo(
        sha256=document.sha256,
        name=document.name,
        media_type=document.media_type,
        pages=len(document.pages),
        language=language,
        notes=document.notes,
    )
