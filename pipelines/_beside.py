"""Work on a second core: a forked helper does part of it while this process does the rest.

The helper begins with all that stands in our memory, so nothing is sent to it; what it makes comes back as plain
values (`marshal`): pickling half a million small objects would take as long as making them again. A helper that dies
costs nothing but time: its answer is None, and its part is then done here.
"""

from __future__ import annotations

import ctypes
import gc
import marshal
import os
import signal
import threading
import warnings
from collections.abc import Callable
from typing import Any, Self

CHUNK = 1 << 16  # bytes
PR_SET_PDEATHSIG = 1  # of Linux's prctl
HEAVY = 300  # megabytes: a helper shares them with us, but whoever adds up processes counts them twice
Work = Callable[[], Any]
"""Makes a value of tuples, lists, strings and numbers."""


def spare_core() -> bool:
    """True where there is a second core, no thread of ours that a fork would cut off, and little to copy."""
    if not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2 or threading.active_count() > 1:
        return False
    import resource  # where there are affinities, there it is

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < HEAVY * 1024


class Beside:
    """A helper at work. Use as a context: on leaving it the helper is gone."""

    def __init__(self, work: Work) -> None:
        self._output, into = os.pipe()
        with warnings.catch_warnings():  # of the threads of libraries: those of numpy survive a fork
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process = os.fork()
        if self._process == 0:
            _help(work, self._output, into)
        os.close(into)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *unused: object) -> None:
        os.close(self._output)
        os.kill(self._process, signal.SIGKILL)  # harmless to one that has ended: it is not waited for yet
        os.waitpid(self._process, 0)

    def value(self) -> Any:
        """What the helper made, once it is done; None where it died."""
        parts = []
        while part := os.read(self._output, CHUNK):
            parts.append(part)
        try:
            return marshal.loads(b"".join(parts))
        except (EOFError, ValueError, TypeError):
            return None


def _help(work: Work, output: int, into: int) -> None:
    """The helper's whole life. It leaves by `os._exit`: what its parent would do on leaving is not its business."""
    status = 1
    try:
        os.close(output)
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # what kills us for taking too long means it too
        gc.disable()
        with os.fdopen(into, "wb") as pipe:
            pipe.write(marshal.dumps(work()))
        status = 0
    finally:
        os._exit(status)
