"""`python -m r1core train-lines LABELS --output RUN`: trains the question `concept`; the same call goes on with a run.

LABELS is a folder with lines.jsonl.gz, extensions.jsonl.gz, concepts.jsonl, lexicon_en.jsonl and lexicon_zh.jsonl.
A fifth of the companies is kept apart; the figures on them end the run's log. The model is RUN/model.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

HELP = "train the concepts of statement lines; stopped runs are taken up again"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("labels", type=Path, help="folder of labelled lines")
    parser.add_argument("--output", type=Path, required=True, help="folder of the run")
    parser.add_argument("--model", help="folder or name of a model to start from; it must know the question")
    parser.add_argument("--epochs", type=float, default=14, help="passes over the lines (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1, help="cores to use (default: %(default)s)")
    parser.add_argument("--sample", type=int, default=1, help="one in so many requests, for a trial")


def run(options: argparse.Namespace) -> int:
    import torch

    from r1core.model import R1Model
    from r1core.train_lines import LineTraining, train

    torch.set_num_threads(options.threads)
    model = R1Model.from_pretrained(options.model) if options.model else None
    training = LineTraining(epochs=options.epochs, seed=options.seed, sample=options.sample)
    figures = train(options.labels, options.output, model, training)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    return 0
