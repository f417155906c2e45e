"""Contract or policy against a rule pack: every rule answered, with the passage, what is missing, what contradicts."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

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
LEVELS = ("none", "note", "warning", "error")
SEVERITIES = {"low": "note", "medium": "warning", "high": "error"}


class Params(Record):
    """What a user may choose."""

    rules: str = Field(
        default="",
        description="rule pack: commercial, gdpr-art28, nda, zh-contract, or your own .yaml; recognised where none is",
    )
    set: str = Field(default="", description="limits of your own: breach_notice.max=48h, several with commas between")
    fail_on: Literal["never", "low", "medium", "high", "note", "warning", "error"] = Field(
        default="never", description="leave with status 10 when a finding of this level or above fails"
    )
    format: Literal["summary", "sarif"] = Field(default="summary", description="what standard output receives")
    explain: str = Field(default="", description="say how this rule is tested, with its examples, and read no file")


def run(source: Path, params: Params, context: Context) -> Result:
    """Read, recognise the pack, hold the contract against it and against itself."""
    # imported here: `--help` reads Params, and should not wait for a PDF library
    from pipelines.readers import read
    from pipelines.readers import unseen as unseen_text
    from pipelines.review import review

    stopwatch = Stopwatch()
    with stopwatch("read"):
        document = read(source, context.watch, text=True)
        unseen = unseen_text(document)
    with stopwatch("review"):
        reviewed = review(document, params.rules, params.set, unseen)
    result = Result(
        task="review",
        document=_info(document, reviewed.language),
        findings=reviewed.findings,
        review=reviewed.used,
        run=stopwatch.run(),
    )
    return as_displayed(result, document)


def explain(params: Params) -> str:
    """The rule that `--explain` names, in words."""
    from pipelines.review import explain as in_words

    return in_words(params.explain, params.rules)


def check(params: Params) -> None:
    """Raise UnknownPlugin where the pack or a limit is no such thing, before a file is opened."""
    from pipelines.review import check_limits, load_pack

    check_limits(params.set)
    if params.rules:
        load_pack(params.rules)


def failed(result: Result, params: Params) -> bool:
    """True where a finding of the level that `--fail-on` names, or above, fails."""
    if params.fail_on == "never":
        return False
    least = LEVELS.index(SEVERITIES.get(params.fail_on, params.fail_on))
    return any(f.kind == "fail" and LEVELS.index(f.level) >= least for f in result.findings or ())


def _info(document: Document, language: str) -> DocumentInfo:
    return DocumentInfo(
        sha256=document.sha256,
        name=document.name,
        media_type=document.media_type,
        pages=len(document.pages),
        language=language,
        notes=document.notes,
    )
