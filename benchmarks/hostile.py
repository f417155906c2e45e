"""Damaged, odd and hostile files: every one is opened, or refused with a reason. None crashes or hangs us.

Each file goes through the sandbox as in daily use. "crashed" counts children that died, "hung" those that had to be
stopped for time or memory, "bugs" errors that are not ours to raise: all three must be zero.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from pipelines import readers, sandbox
from pipelines.errors import InputError, R1DocError

SECONDS, MEGABYTES = 120.0, 2_000.0
CRASHED, STOPPED = "reading it crashed", ("it takes longer", "it needs more than")
SLOWEST = 5


class Outcome(NamedTuple):
    """What became of one file."""

    name: str
    kind: str  # "opened", an error's class, "crashed", "hung" or "bug"
    reason: str
    seconds: float


def run(data: Path, *, as_json: bool = False) -> dict[str, object]:
    """Read every hostile file in a sandbox of its own."""
    files = sorted(path for path in (data / "hostile").rglob("*") if path.is_file() and path.suffix != ".json")
    outcomes = []
    for place, path in enumerate(files, start=1):
        outcomes.append(_read(path))
        print(f"\r{place}/{len(files)} {path.name:60.60}", end="", file=sys.stderr)
    print(file=sys.stderr)
    counts = Counter(outcome.kind for outcome in outcomes)
    slowest = sorted(outcomes, key=lambda outcome: -outcome.seconds)[:SLOWEST]
    return {
        "files": len(outcomes),
        **{kind: counts[kind] for kind in ("opened", *sorted(set(counts) - {"opened"}))},
        "crashed or hung": counts["crashed"] + counts["hung"] + counts["bug"],
        "refused": {o.name: f"{o.kind}: {o.reason}" for o in outcomes if o.kind != "opened"},
        "slowest": {o.name: round(o.seconds, 1) for o in slowest},
    }


def _read(path: Path) -> Outcome:
    started = time.perf_counter()
    kind, reason = "opened", ""
    try:
        document = sandbox.call(readers.read, path, seconds=SECONDS, megabytes=MEGABYTES)
        reason = "; ".join(document.notes)
    except InputError as error:
        kind, reason = _named(error), str(error)
    except R1DocError as error:
        kind, reason = "bug", str(error)
    except Exception as error:  # noqa: BLE001  a benchmark counts bugs instead of stopping at the first
        kind, reason = "bug", f"{type(error).__name__}: {error}"
    return Outcome(path.name, kind, reason, time.perf_counter() - started)


def _named(error: InputError) -> str:
    if error.cause.startswith(CRASHED):
        return "crashed"
    return "hung" if error.cause.startswith(STOPPED) else type(error).__name__
