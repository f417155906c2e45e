"""A function in a process of its own, with limits on time and memory.

Files are written by others: a decoder may crash, loop or swell. `call` runs one function in a child and comes back
with its value, with the error it raised, or with an InputError that says how the child died.

    document = call(read, path, seconds=300, megabytes=2_000, watch=watch)

function    importable by name, its arguments and value picklable
watch       where a function takes `watch`, it gets one whose calls arrive here
limits      the child's resident memory is looked at several times a second; an address-space limit would hit
            libraries that reserve far more than they use

Children are forked from a clean server process (forkserver): no thread or lock of the caller is copied, and a second
call starts in milliseconds. Where that is missing (Windows), they are spawned.
"""

from __future__ import annotations

import inspect
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Literal, TypeVar

import psutil

from pipelines.contracts import Watch, unwatched
from pipelines.errors import InputError, R1DocError, TooLarge, UnreadableFile, WorkerKilled

Value = TypeVar("Value")

LOOK = 0.1  # seconds between looks at the child
GRACE = 2.0  # seconds to end after being told to
REPORTS = 0.05  # seconds: progress is passed on no more often
MEGABYTE = 1 << 20

Message = tuple[Literal["progress", "value", "error"], Any]


def call(
    function: Callable[..., Value],
    *args: Any,
    seconds: float = 600.0,
    megabytes: float = 4_000.0,
    watch: Watch = unwatched,
) -> Value:
    """Run `function(*args)` in a child process and return its value.

    Raise what it raises; TooLarge where it takes longer than `seconds` or holds more than `megabytes`; UnreadableFile
    where the child crashes. These name the file when an argument is a Path.
    """
    with begun(function, *args, seconds=seconds, megabytes=megabytes, watch=watch) as value:
        return value()


@contextmanager
def begun(
    function: Callable[..., Value],
    *args: Any,
    seconds: float = 600.0,
    megabytes: float = 4_000.0,
    watch: Watch = unwatched,
) -> Iterator[Callable[[], Value]]:
    """The same, as a call under way: what is yielded waits for the value. On leaving, the child is gone."""
    context: Any = multiprocessing.get_context(_start_method())
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_run, args=(theirs, function, args), daemon=True)
    try:
        child.start()
    except (EOFError, OSError) as error:  # the server of processes was killed; the next call starts another
        raise WorkerKilled(_file(args), "its process could not be started", "Try again") from error
    theirs.close()

    def value() -> Value:
        kind, content = _await(child, ours, _file(args), (seconds, megabytes), watch)
        if kind == "error":
            raise content
        made: Value = content
        return made

    try:
        yield value
    finally:
        _end(child)
        ours.close()


def _start_method() -> str:
    """How children start; what they inherit tells their linear algebra to keep to one thread.

    Two threads of one child wait for each other where a sibling or helper has the second core: six times the time.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def preload(*modules: str) -> None:
    """Start the server that children are forked from, and have it import these. Only before the first call."""
    if _start_method() == "forkserver":
        multiprocessing.set_forkserver_preload(list(modules))
        forkserver.ensure_running()


def _file(args: tuple[Any, ...]) -> str:
    return next((argument.name for argument in args if isinstance(argument, Path)), "the document")


def _await(
    child: BaseProcess, pipe: Connection, file: str, limits: tuple[float, float], watch: Watch
) -> tuple[str, Any]:
    """The child's last message. Raise InputError where there will be none."""
    seconds, megabytes = limits
    deadline = time.monotonic() + seconds
    while True:
        if pipe.poll(LOOK):
            try:
                kind, content = pipe.recv()
            except (EOFError, OSError):
                raise _crash(child, file) from None
            if kind != "progress":
                return kind, content
            watch(*content)
        if time.monotonic() > deadline:
            raise TooLarge(file, f"it takes longer than {seconds:g} seconds", "Split it, or allow more time")
        held = _memory(child)
        if held > megabytes:
            raise TooLarge(file, f"it needs more than {megabytes:,.0f} MB of memory", "Split it, or allow more memory")


def _memory(child: BaseProcess) -> float:
    """Megabytes the child holds; 0 for one that just ended."""
    try:
        return float(psutil.Process(child.pid).memory_info().rss) / MEGABYTE
    except psutil.Error:
        return 0.0


def _crash(child: BaseProcess, file: str) -> InputError:
    child.join(GRACE)
    code = child.exitcode
    if code == -signal.SIGKILL:  # no library does that to itself: a person, or the system for want of memory
        return WorkerKilled(file, "its process was killed", "Free some memory, and try again")
    if code is not None and code < 0:
        cause = f"reading it crashed ({signal.Signals(-code).name})"
    else:
        cause = f"reading it ended without a result (exit status {code})"
    return UnreadableFile(file, cause, "The file is damaged or hostile; ask for a new copy")


def _end(child: BaseProcess) -> None:
    """Leave no process behind: a child that does not end is killed."""
    if child.exitcode is None:
        child.join(LOOK)
    for stop in (child.terminate, child.kill):
        if child.is_alive():
            stop()
            child.join(GRACE)
    child.close()


def _run(pipe: Connection, function: Callable[..., Any], args: tuple[Any, ...]) -> None:
    """The child: every ending but a crash is one message."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches the whole group: what becomes of us, the parent decides
    options = {"watch": _reporter(pipe)} if "watch" in inspect.signature(function).parameters else {}
    message: Message
    try:
        message = ("value", function(*args, **options))
    except R1DocError as error:
        message = ("error", error)
    except MemoryError:
        message = ("error", TooLarge(_file(args), "there is not enough memory to read it", "Split it"))
    except RecursionError:
        cause = "its parts are nested too deeply"
        message = ("error", UnreadableFile(_file(args), cause, "Ask for a new copy"))
    except Exception as error:  # noqa: BLE001  the last line of a worker: a bug of ours reaches the parent as itself
        message = ("error", _portable(error))
    pipe.send(message)
    pipe.close()


def _portable(error: Exception) -> Exception:
    """The error where it can be pickled, else one that says the same. Its trace goes with it as a note."""
    import pickle
    import traceback

    trace = traceback.format_exc()
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # noqa: BLE001  whatever an error's own pickling raises
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.add_note(f"in the child process:\n{trace}")
    return error


def _reporter(pipe: Connection) -> Watch:
    """A watch that writes to the parent, but not so often that it waits for it."""
    last = 0.0

    def report(stage: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= REPORTS or done >= total:
            last = now
            pipe.send(("progress", (stage, done, total)))

    return report
