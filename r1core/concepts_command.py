"""`python -m r1core concepts LINES`: the us-gaap concept of each statement line of a file, one JSON line a record.

The answers keep the order of the records. Weights are a folder that `save_pretrained` wrote, or a shipped name.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from r1core.concepts import QUESTION, Pieces, Statements, Tag, answers
from r1core.engine import Engine, Words
from r1core.lines import read_records
from r1core.whole_statement import settled

HELP = "us-gaap concepts of statement lines (.jsonl or .jsonl.gz), one JSON line a record"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lines", type=Path, help="records with label and stmt, and where known heading, prev, next, …")
    parser.add_argument("--model", default="r1-small", help="folder or shipped name (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    tag, classes = opened(Engine(options.model))
    for answer in answers(read_records(options.lines), tag, classes):
        sys.stdout.write(json.dumps(answer.as_record(), ensure_ascii=False) + "\n")
    return 0


def opened(engine: Engine) -> tuple[Tag, list[str]]:
    """The question of a model, answered by its engine, and its classes."""
    classes: list[str] = engine.config["questions"][QUESTION]

    def tag(requests: Sequence[Pieces], statements: Sequence[Statements]) -> list[NDArray[np.float32]]:
        found = engine.tag(QUESTION, [Words(pieces) for pieces in requests])
        if (repeats := engine.repeats) is None:
            return found
        return [settled(odds, names, repeats, engine.own) for odds, names in zip(found, statements, strict=True)]

    return tag, classes
