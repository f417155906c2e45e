"""The sandbox survives what it is made for: crashes, endless loops, swelling memory, errors of every kind."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from pathlib import Path

import psutil
import pytest

from pipelines import sandbox
from pipelines.errors import EncryptedFile, InputError, TooLarge, UnreadableFile

FILE = Path("report.pdf")


def doubles(number, watch=None):
    """Well behaved, and reports each step."""
    for step in range(number):
        watch("count", step + 1, number)
    return 2 * number


def crashes(path):
    """Reads memory that is not its own, as a broken decoder does."""
    os.close(2)
    ctypes.string_at(0)


def never_ends(path):
    while True:
        time.sleep(0.01)


def ignores_the_request_to_end(path):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    never_ends(path)


def swells(path):
    held = []
    while True:
        held.append(bytearray(os.urandom(1 << 20) * 8))
        time.sleep(0.01)


def refuses(path):
    raise EncryptedFile(path.name, "it opens with a password only", "Save a copy", 3)


def recurses(path):
    return recurses(path)


def has_a_bug(path):
    return {}["missing"]


def threads_of_linear_algebra():
    return os.environ["OPENBLAS_NUM_THREADS"]


class Unpicklable(Exception):
    def __init__(self, one, two):
        super().__init__(f"{one} and {two}")


def raises_what_cannot_travel(path):
    raise Unpicklable("this", "that")


def leaves_early(path):
    os._exit(7)


def children():
    return {child.pid for child in psutil.Process().children(recursive=True)}


def test_a_value_and_the_progress_come_back():
    seen = []
    assert sandbox.call(doubles, 5, watch=lambda *step: seen.append(step)) == 10
    assert seen[-1] == ("count", 5, 5)


def test_a_crash_is_an_unreadable_file():
    with pytest.raises(UnreadableFile, match=r"report.pdf: reading it crashed \(SIGSEGV\)"):
        sandbox.call(crashes, FILE)


@pytest.mark.parametrize("endless", [never_ends, ignores_the_request_to_end])
def test_an_endless_loop_is_stopped_and_nothing_is_left_behind(endless, monkeypatch):
    monkeypatch.setattr(sandbox, "GRACE", 0.3)
    sandbox.call(doubles, 1)  # the server that children are forked from lives on
    before = children()
    with pytest.raises(TooLarge, match="longer than 1 seconds"):
        sandbox.call(endless, FILE, seconds=1)
    assert children() == before


def test_swelling_memory_is_stopped():
    with pytest.raises(TooLarge, match="more than 150 MB"):
        sandbox.call(swells, FILE, seconds=60, megabytes=150)


def test_our_own_errors_arrive_whole():
    with pytest.raises(EncryptedFile) as refused:
        sandbox.call(refuses, FILE)
    assert (refused.value.file, refused.value.page, refused.value.remedy) == ("report.pdf", 3, "Save a copy")


def test_nesting_without_end_is_an_unreadable_file():
    with pytest.raises(InputError, match="nested too deeply"):
        sandbox.call(recurses, FILE)


def test_a_bug_arrives_as_itself_with_the_place_where_it_happened():
    with pytest.raises(KeyError) as bug:
        sandbox.call(has_a_bug, FILE)
    assert "in has_a_bug" in bug.value.__notes__[0]


def test_an_error_that_cannot_travel_is_told_in_words():
    with pytest.raises(RuntimeError, match="Unpicklable: this and that"):
        sandbox.call(raises_what_cannot_travel, FILE)


def test_a_child_that_leaves_without_a_word_is_noticed():
    with pytest.raises(UnreadableFile, match="exit status 7"):
        sandbox.call(leaves_early, FILE)


def test_a_second_call_starts_quickly():
    sandbox.call(doubles, 1)
    started = time.perf_counter()
    sandbox.call(doubles, 1)
    assert time.perf_counter() - started < 3


def test_linear_algebra_of_a_child_keeps_to_one_thread():
    assert sandbox.call(threads_of_linear_algebra) == os.environ["OPENBLAS_NUM_THREADS"]
