"""review.md: the coverage of the pack rule by rule, and what the contract says against itself, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from data.schemas import Finding, Provenance, Result

from ._files import write_file

MEDIA_TYPE = "text/markdown"
TASKS = ("review",)
MARKS = {"pass": "✓", "fail": "✗", "review": "△", "notApplicable": "–"}
QUOTED = 300  # characters of a passage
CAUTION = {
    "en": "This assists a reviewer and is no legal advice.",
    "zh": "本报告辅助审查，不构成法律意见。",
}


def export(result: Result, source: Path, folder: Path) -> tuple[str, ...]:
    """Write review.md."""
    return write_file(folder, "review.md", "\n".join(_lines(result)) + "\n")


def _lines(result: Result) -> Iterator[str]:
    findings = result.findings or ()
    used = result.review
    yield f"# {result.document.name}"
    yield ""
    if used:
        yield f"{used.title} (`{used.pack}`, {used.rules} rules)" + (
            f"; recognised: {used.why}" if used.guessed else ""
        )
    yield CAUTION.get(result.document.language or "en", CAUTION["en"])
    yield ""
    own = [finding for finding in findings if used and finding.rule.startswith(f"{used.pack}.")]
    yield "| | rule | status | confidence | where |"
    yield "|---|---|---|---|---|"
    for finding in own:
        sure = f"{finding.confidence:.2f}" if finding.confidence is not None else ""
        title = str(finding.properties.get("title") or finding.rule).replace("|", "/")
        yield f"| {MARKS.get(finding.kind, '')} | {title} | {finding.status} | {sure} | {_where(finding.provenance)} |"
    yield ""
    others = [finding for finding in findings if finding not in own]
    if others:
        yield from ("## Contradictions, blanks and hidden text", "")
        yield from (f"- **{f.rule}** ({f.level}): {f.message} {_where(f.provenance)}" for f in others)
        yield ""
    yield from _passages(own)
    if used and used.untested:
        yield from ("## Not tested", "", *(f"- {what}" for what in used.untested), "")


def _passages(findings: Iterable[Finding]) -> Iterator[str]:
    yield from ("## Passages", "")
    for finding in findings:
        if not finding.provenance:
            continue
        nearest = " (nearest passage)" if finding.properties.get("nearest") else ""
        yield f"### {finding.properties.get('title') or finding.rule}{nearest}"
        for place in finding.provenance:
            flat = " ".join(place.text.split())
            yield f"> {flat[:QUOTED]}{'…' if len(flat) > QUOTED else ''} ({_place(place)})"
            yield ""
        if remedy := finding.properties.get("remedy"):
            yield from (f"Proposed: {remedy}", "")


def _where(places: Iterable[Provenance]) -> str:
    return ", ".join(dict.fromkeys(_place(place) for place in places))


def _place(place: Provenance) -> str:
    return f"characters {place.start}-{place.end}" if place.start is not None else f"p. {place.page}"
