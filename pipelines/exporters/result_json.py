"""result.json: the whole result, for programs."""

from __future__ import annotations

from pathlib import Path

from data.schemas import Result

from ._files import write_file

MEDIA_TYPE = "application/json"
TASKS = ("report", "extract", "ask", "review")


def export(result: Result, source: Path, folder: Path) -> tuple[str, ...]:
    """Write result.json."""
    return write_file(folder, "result.json", result.to_json() + "\n")
