"""A batch on a Ray cluster: the same `settle`, a remote task a document, at most `workers` of them at a time.

Every machine needs the same paths (documents, output, R1DOC_HOME) and the same store, which more than one machine can
only share as PostgreSQL. RAY_ADDRESS names the cluster; without it a small one of this machine's cores is started.
What is lost with a machine is taken over when its lease has run out, as everywhere.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipelines.batch import Line, Order, Told, heart, settle
from pipelines.errors import MissingDependency

RETRIES = 3  # times Ray starts a document again whose worker or machine died


def run_on_ray(sources: Sequence[Path], order: Order, workers: int, told: Told) -> tuple[Line, ...]:
    """Every document to its end; one line each, in the order of `sources`."""
    ray = _ray()
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing leaves the machine
    ray.init(num_cpus=None if os.environ.get("RAY_ADDRESS") else workers, log_to_driver=False, include_dashboard=False)
    try:
        order = replace(order, settings=replace(order.settings, out=order.settings.out.absolute()))
        return _drive(ray, sources, order, workers, told)
    finally:
        ray.shutdown()


def _drive(ray: Any, sources: Sequence[Path], order: Order, workers: int, told: Told) -> tuple[Line, ...]:
    remote = ray.remote(num_cpus=1, max_retries=RETRIES)(_settle)
    waiting = list(reversed(sources))
    running: dict[Any, Path] = {}
    settled: dict[Path, Line] = {}
    while waiting or running:
        while waiting and len(running) < workers:
            source = waiting.pop()
            running[remote.remote(source.absolute(), order)] = source
        (ready, *_), _ = ray.wait(list(running))
        source = running.pop(ready)
        settled[source] = ray.get(ready).model_copy(update={"path": str(source)})
        told(settled[source])
    return tuple(settled[source] for source in sources)


def _settle(source: Path, order: Order) -> Line:
    with order.open_store() as store, heart(store) as pulse:
        return settle(source, order, store, pulse)


def _ray() -> Any:
    try:
        import ray
    except ModuleNotFoundError as error:
        raise MissingDependency("--engine ray needs Ray: pip install 'r1doc[ray]'") from error
    return ray
