"""Many documents through one task: nothing lost, nothing done twice, whatever is killed.

    folders ─► documents ─► jobs in the store ─► claimed by a worker ─► sandboxed child ─► result kept ─► job done

The job's row is the only truth. A worker holds a job by a lease that a heartbeat renews; when worker or machine dies,
the next batch (or one beside it) takes the job over, at once where the owner is seen to be dead, else when the lease
has run out. A document that another batch is working on is waited for, and its files are written from the kept result.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil

from data.schemas import Record
from data.storage import Job, Store
from pipelines.errors import InputError, R1DocError, WorkerKilled
from pipelines.runner import Outcome, Settings, Work, plan, run_document

SUFFIXES = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")  # PNG, JPEG, TIFF of both byte orders
LEASE = 60.0  # seconds a claim holds without a heartbeat
POLL = 0.5  # seconds between two looks at a job that another worker has
ATTEMPTS = 3  # times a document may take its worker down before it counts as failed


class Line(Record):
    """What became of one document of the batch."""

    path: str
    state: str  # done | known | failed
    message: str = ""
    exit_code: int = 0
    seconds: float = 0.0
    folder: str = ""
    entity: str = ""
    pages: int = 0
    facts: int = 0
    passed: int = 0
    tried: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with every document, and where that is written down."""

    task: str
    params: Record
    settings: Settings
    open_store: Callable[[], Store]


class Interrupted(Exception):
    """The batch is being stopped: the job goes back to the queue."""


@dataclass(slots=True)
class Pulse:
    """The jobs whose leases are renewed, and whether the batch goes on."""

    jobs: dict[str, Job] = field(default_factory=dict)
    stopping: threading.Event = field(default_factory=threading.Event)

    def watch(self, stage: str, done: int, total: int) -> None:
        """Progress of a document; the place where a stopped batch leaves it."""
        if self.stopping.is_set():
            raise Interrupted


Told = Callable[[Line], None]
Engine = Callable[[Sequence[Path], Order, int, Told], tuple[Line, ...]]
"""Who runs `settle` on every document: (documents, order, workers, told) -> lines."""


def discover(paths: Sequence[Path], apart: Path) -> tuple[Path, ...]:
    """The named files, and in named folders whatever looks like a document; nothing hidden, nothing below `apart`."""
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None  # named by a person: if it is unusable, that is worth saying
            continue
        for file in sorted(path.rglob("*")):
            inner = file.relative_to(path).parts
            hidden = any(part.startswith((".", "~$")) for part in inner)
            if not hidden and apart.resolve() not in file.resolve().parents and _is_document(file):
                found[file] = None
    return tuple(found)


def run_local(sources: Sequence[Path], order: Order, workers: int, told: Told) -> tuple[Line, ...]:
    """Every document to its end; one line each, in the order of `sources`. `told` hears of each as it ends."""
    settled: dict[Path, Line] = {}
    with order.open_store() as store, heart(store) as pulse, ThreadPoolExecutor(workers) as pool:
        futures = {pool.submit(settle, source, order, store, pulse): source for source in sources}
        try:
            for future in as_completed(futures):
                line = settled[futures[future]] = future.result()
                told(line)
        except BaseException:
            pulse.stopping.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return tuple(settled[source] for source in sources)


def settle(source: Path, order: Order, store: Store, pulse: Pulse) -> Line:
    """Bring one document to its end, by working on it or by waiting for who does."""
    began, settings = time.perf_counter(), order.settings
    try:
        work = plan(source, order.task, order.params, settings.backend)
    except InputError as error:
        return Line(path=str(source), state="failed", message=str(error), exit_code=error.exit_code)
    store.enqueue(Job(key=work.key, path=str(source), task=order.task), again=settings.force)
    while True:
        job = store.claim(work.key, owner(), LEASE, is_dead)
        line = _attempt(work, job, settings, store, pulse) if job else _others(work, settings, store, pulse)
        if line is not None:
            return line.model_copy(update={"seconds": round(time.perf_counter() - began, 1)})
        pulse.watch("waiting", 0, 0)
        if job is None:
            time.sleep(POLL)


def owner() -> str:
    """This process, unmistakably: host, number, and when it began, for numbers are given again."""
    return f"{socket.gethostname()}:{os.getpid()}:{_began(os.getpid())}"


def is_dead(name: str) -> bool:
    """True where the owner ran on this machine and runs no more; of other machines we only know the lease."""
    host, process, began = name.rsplit(":", 2)
    return host == socket.gethostname() and _began(int(process)) != int(began)


def _began(process: int) -> int:
    try:
        return round(psutil.Process(process).create_time())
    except psutil.Error:
        return -1


def _attempt(work: Work, job: Job, settings: Settings, store: Store, pulse: Pulse) -> Line | None:
    """Work on a claimed job. None: its worker was killed from outside, and it may be tried again."""
    pulse.jobs[job.key] = job
    try:
        outcome = run_document(work, settings, store, pulse.watch)
    except Interrupted:
        store.release(job)
        raise
    except WorkerKilled as error:
        if job.attempt < ATTEMPTS:
            store.release(job)
            return None
        message = f"{error}, {ATTEMPTS} times"
        store.finish(job, message, error.exit_code)
        return _failure(work, message, error.exit_code)
    except InputError as error:
        store.finish(job, str(error), error.exit_code)
        return _failure(work, str(error), error.exit_code)
    except R1DocError:  # something is missing or silent that every document needs
        store.release(job)
        raise
    except Exception as error:  # noqa: BLE001  a worker's last line: a night's batch goes on, and says so at the end
        message = f"{work.source.name}: unexpected {type(error).__name__}: {next(iter(str(error).splitlines()), '')}"
        store.finish(job, message, R1DocError.exit_code)
        return _failure(work, message, R1DocError.exit_code)
    finally:
        pulse.jobs.pop(job.key, None)
    store.finish(job)
    return _success(work, outcome)


def _others(work: Work, settings: Settings, store: Store, pulse: Pulse) -> Line | None:
    """What another worker made of it; None while it is at it."""
    job = store.job(work.key)
    if job is None or job.state not in ("done", "failed"):
        return None
    if job.state == "failed":
        return _failure(work, job.message, job.exit_code)
    return _success(work, run_document(work, replace(settings, force=False), store, pulse.watch))


@contextmanager
def heart(store: Store) -> Iterator[Pulse]:
    """Renew the leases of the active jobs until the end of the block."""
    pulse, stop = Pulse(), threading.Event()

    def beat() -> None:
        while not stop.wait(LEASE / 4):
            for job in list(pulse.jobs.values()):
                store.heartbeat(job, LEASE)

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield pulse
    finally:
        stop.set()
        thread.join()


def _is_document(file: Path) -> bool:
    if not file.is_file():
        return False
    if file.suffix.lower() in SUFFIXES:
        return True
    with file.open("rb") as stream:
        head = stream.read(1024)
    return b"%PDF-" in head or head.startswith(MAGIC)


def _failure(work: Work, message: str, exit_code: int) -> Line:
    return Line(path=str(work.source), state="failed", message=message, exit_code=exit_code)


def _success(work: Work, outcome: Outcome) -> Line:
    result = outcome.result
    tried = [check for check in result.checks or () if check.kind in ("pass", "fail")]
    return Line(
        path=str(work.source),
        state="known" if outcome.known else "done",
        folder=str(outcome.folder),
        entity=result.document.entity or "",
        pages=result.document.pages,
        facts=len(result.facts or ()),
        passed=sum(check.kind == "pass" for check in tried),
        tried=len(tried),
        warnings=sum(f.kind == "fail" and f.level in ("warning", "error") for f in result.findings or ()),
    )
