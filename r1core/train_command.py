"""`python -m r1core train --preset small --stage sft`: everything that a shipped model has learned, by one command.

    lines       statement lines to concepts; the whole backbone learns, first with all experts open, then with pools
                that narrow to what each request asks; the result is the running average of the last steps
                (about forty minutes of one core)
    own         which lines have a concept of the company's own, from a statement as a whole; a head learns alone
    statement_kinds   to which statement the rows of a page belong; a head learns alone (minutes)
    conflicts   which of several readings to keep; the conflict layer learns alone, the backbone stays as it is
    NAME, DIR   any other data set of `load_custom_dataset`, by the Trainer, the whole model

Steps run in the order given, each in a folder of its own below --output; one that has ended is not run again, one that
was stopped goes on where it was. The model of the last step lies in --output/model, in bfloat16, as it ships.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

HELP = "train a model, step by step; a stopped run goes on"
STEPS = ("lines", "own", "statement_kinds", "conflicts")
WITH_LABELS = STEPS[:3]
LABELS = "R1DOC_LABELS"  # where data sets of statement lines look
STAGES = ("sft",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--preset", default="small", help="sizes of a new model: tiny, small, base (default: %(default)s)")
    add("--stage", default="sft", choices=STAGES, help="supervised fine-tuning (default: %(default)s)")
    add("--data", nargs="+", default=list(STEPS), metavar="NAME", help=f"steps (default: {' '.join(STEPS)})")
    add("--labels", type=Path, help="folder of labelled statement lines, for the steps that read them")
    add("--model", help="go on from this model: a folder, or a shipped name")
    add("--output", type=Path, default=Path("runs/sft"), help="folder of the run (default: %(default)s)")
    add("--epochs", type=float, default=11.0, help="times that the lines are read (default: %(default)s)")
    add("--steps", type=int, default=500, help="optimizer steps of every other data set (default: %(default)s)")
    add("--batch", type=int, default=64, help="requests of a step (default: %(default)s)")
    add("--learning-rate", type=float, default=1.5e-3, help="(default: %(default)s)")
    add("--seed", type=int, default=1, help="(default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """Every step that has not ended yet; 2 where an option is missing."""
    if options.labels is None and (needing := [name for name in options.data if name in WITH_LABELS]):
        raise SystemExit(f"train: the step `{needing[0]}` needs --labels FOLDER")
    if options.labels is not None:
        os.environ[LABELS] = str(options.labels)
    model = options.model
    for name in options.data:
        folder = options.output / Path(name).name
        if not (folder / "model").is_dir():
            _step(name)(options, model, name, folder)
        model = str(folder / "model")
    if model is not None:
        save_to_ship(model, options.output / "model")
    return 0


def _step(name: str) -> Callable[[argparse.Namespace, str | None, str, Path], None]:
    """What trains a step: options, the model so far, the step's name and folder."""
    return {"lines": _lines, "own": _own}.get(name, _requests)


def save_to_ship(model: str, folder: Path) -> None:
    """The weights in bfloat16; counted and calibrated numbers stay as they are."""
    import torch

    from r1core.model import R1Model

    trained: R1Model = R1Model.from_pretrained(model)
    for weight in trained.parameters():
        weight.data = weight.data.to(torch.bfloat16)
    trained.config.dtype = torch.bfloat16
    trained.save_pretrained(folder)


def _lines(options: argparse.Namespace, model: str | None, _: str, folder: Path) -> None:
    from r1core.model import R1Model
    from r1core.train_lines import LineTraining, train

    start = R1Model.from_pretrained(model) if model else options.preset
    training = LineTraining(epochs=options.epochs, learning_rate=options.learning_rate, seed=options.seed)
    train(options.labels, folder, start, training)


def _own(options: argparse.Namespace, model: str | None, _: str, folder: Path) -> None:
    from r1core import train_own
    from r1core.model import R1Model

    if model is None:
        raise SystemExit("train: the step `own` needs a model that knows concepts: --model, or `lines` before it")
    train_own.train(options.labels, folder, R1Model.from_pretrained(model), options.seed).save_pretrained(
        folder / "model"
    )


def _requests(options: argparse.Namespace, model: str | None, name: str, folder: Path) -> None:
    import torch

    from r1core import train_conflicts, train_heads
    from r1core.config import R1Config
    from r1core.datasets import load_custom_dataset
    from r1core.model import R1Model
    from r1core.new_questions import with_questions
    from r1core.train import Trainer

    data = load_custom_dataset(name)
    torch.manual_seed(options.seed)
    sizes = R1Config.preset(options.preset, questions=data.questions)
    start = with_questions(R1Model.from_pretrained(model), data.questions) if model else R1Model(sizes)
    if name == "conflicts":
        train_conflicts.train(start, data, _arguments(options, folder))
    elif getattr(data, "heads_alone", False):
        train_heads.train(start, data, options.seed)
    else:
        going_on = any(folder.glob("checkpoint-*")) or None
        Trainer(model=start, args=_arguments(options, folder), train_dataset=data).train(going_on)
    start.save_pretrained(folder / "model")


def _arguments(options: argparse.Namespace, folder: Path) -> Any:
    import torch

    from r1core.train import TrainingArguments

    return TrainingArguments(
        output_dir=str(folder),
        max_steps=options.steps,
        per_device_train_batch_size=options.batch,
        learning_rate=options.learning_rate,
        lr_scheduler_type="cosine",
        warmup_steps=0.05,
        weight_decay=0.01,
        logging_steps=20,
        save_steps=100,
        seed=options.seed,
        bf16=torch.cuda.is_available(),
        dataloader_pin_memory=torch.cuda.is_available(),
    )
