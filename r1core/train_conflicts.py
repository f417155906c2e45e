"""Trains the conflict layer on generated disputes, alone: what the backbone has learned stays as it is."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import torch
from torch import Tensor
from torch.utils.data import Dataset

from r1core.conflict import conflict_loss
from r1core.model import R1Model
from r1core.requests import Request, Weighing, collate
from r1core.synth.conflicts import conflicts
from r1core.train import Trainer, TrainingArguments

HELD = 2_000  # disputes that set the temperature, from a seed that no training uses
HELD_SEED = 1_000_003


def train(model: R1Model, data: Dataset[Request], arguments: TrainingArguments) -> None:
    """Disputes in `data`; the model is changed in place and its confidence made honest."""
    for name, weight in model.named_parameters():
        weight.requires_grad_(name.startswith("conflict.") and not name.endswith("log_temperature"))
    trainer = Trainer(model=model, args=arguments, train_dataset=data)
    trainer.train(resume_from_checkpoint=any(Path(arguments.output_dir).glob("checkpoint-*")) or None)
    calibrate(model)


@torch.no_grad()
def calibrate(model: R1Model) -> None:
    """Sets the one temperature of the layer to what fits held disputes best (Guo et al. 2017)."""
    model.eval()
    model.conflict.log_temperature.zero_()
    held = [Weighing(*case) for case in islice(conflicts(HELD_SEED), HELD)]
    batch = collate(held, model.config)
    logits: Tensor = model(**{k: v for k, v in batch.items() if k != "dispute_kept"}).logits
    steps = torch.linspace(-1, 1.5, 51)  # logarithms of temperatures from 0.4 to 4.5
    losses = torch.stack([conflict_loss(logits / step.exp(), batch["dispute_kept"]) for step in steps])
    model.conflict.log_temperature.copy_(steps[losses.argmin()])
