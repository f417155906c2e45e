"""Seconds by stage, as `run.stages` tells them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from data.schemas import Run


class Stopwatch:
    """Measures what stands inside `with stopwatch("read")`."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = round(self.seconds.get(stage, 0.0) + time.perf_counter() - began, 2)

    def run(self) -> Run:
        """The stages; who, when and in how long all told is filled in by the worker."""
        return Run(
            id="", started="", seconds=sum(self.seconds.values()), backend="", version="", stages=dict(self.seconds)
        )
