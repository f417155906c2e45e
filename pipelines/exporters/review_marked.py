"""marked.pdf: the contract itself, found passages highlighted by outcome, the rule in a margin note on each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from data.schemas import Finding, Result

from ._files import write_file

MEDIA_TYPE = "application/pdf"
TASKS = ("review",)
COLOURS = {"pass": (0.72, 0.91, 0.74), "review": (1.0, 0.88, 0.55), "fail": (1.0, 0.72, 0.70)}


def export(result: Result, source: Path, folder: Path) -> tuple[str, ...]:
    """Write marked.pdf; nothing where it is no PDF, is gone, or cannot be written again."""
    if result.document.media_type != "application/pdf" or not source.is_file():
        return ()
    import pymupdf  # here and not above: listing the exporters must not load it

    with pymupdf.open(source, filetype="pdf") as contract:
        for finding in result.findings or ():
            if finding.kind in COLOURS:
                _mark(contract, finding, pymupdf)
        try:
            content = contract.tobytes(garbage=1, deflate=True, no_new_id=True)
        except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
            return ()
    return write_file(folder, "marked.pdf", content)


def _mark(contract: Any, finding: Finding, pymupdf: Any) -> None:
    for place in finding.provenance:
        page = contract[place.page - 1]
        box = pymupdf.Rect(*place.bbox) * page.derotation_matrix
        if box.is_empty or box.is_infinite:
            continue
        note = page.add_rect_annot(pymupdf.Rect(box.x0 - 2, box.y0 - 1, box.x1 + 2, box.y1 + 1))
        note.set_colors(stroke=COLOURS[finding.kind], fill=COLOURS[finding.kind])
        note.set_opacity(0.35)
        title = str(finding.properties.get("title") or finding.rule)
        note.set_info(title=finding.rule, content=f"{title}: {finding.status or finding.kind}")
        note.update()
