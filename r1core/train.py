"""Training: the Trainer of transformers, for requests of several forms and for experts whose load must be kept even.

    Trainer(model=…, args=TrainingArguments(…), train_dataset=load_custom_dataset("tech_docs"),
            expert_config={"text": 6, "code": 2}).train()

What is ours: batches of one form each, routers led to their targets after every step, experts changed by the stated
rule when `expert_config` asks, experts' use told in every log. Accumulation, resume, mixed precision and several
devices are those of transformers and accelerate.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import transformers
from torch.utils.data import Dataset, Sampler
from transformers import PreTrainedModel, TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from r1core.evaluate import expert_utilization_rate
from r1core.growth import with_experts
from r1core.requests import Request, collate

__all__ = ["Trainer", "TrainingArguments"]


class Trainer(transformers.Trainer):
    """Trains an R1 on requests; `expert_config` changes its experts first."""

    def __init__(
        self,
        model: PreTrainedModel,
        args: TrainingArguments | None = None,
        train_dataset: Dataset[Request] | None = None,
        eval_dataset: Dataset[Request] | None = None,
        expert_config: dict[str, Any] | None = None,
        **options: Any,
    ) -> None:
        if expert_config is not None:
            model = with_experts(model, expert_config)
        options.setdefault("data_collator", partial(collate, config=model.config))
        super().__init__(model=model, args=args, train_dataset=train_dataset, eval_dataset=eval_dataset, **options)
        self.can_return_loss = True  # a batch brings its own truth, whatever its keys are called
        self.routers = _Routers(model)
        self.add_callback(self.routers)

    def log(self, logs: dict[str, float], start_time: float | None = None) -> None:
        """Every log of training tells how evenly experts are used."""
        used = {"expert_utilization_rate": self.routers.utilization} if "loss" in logs else {}
        super().log({**logs, **used}, start_time)

    def _get_train_sampler(self, train_dataset: Any = None) -> Sampler[int]:
        dataset = self.train_dataset if train_dataset is None else train_dataset
        return OneForm(dataset.forms, self._train_batch_size, self.args.seed)

    def _get_eval_sampler(self, eval_dataset: Any) -> Sampler[int]:
        return OneForm(eval_dataset.forms, self.args.eval_batch_size, seed=None)


class OneForm(Sampler[int]):
    """Indices such that every batch holds requests of one form; a form's last batch is filled up from its beginning.

    Without a seed the order is that of the data set.
    """

    def __init__(self, forms: Sequence[str], batch: int, seed: int | None) -> None:
        self.forms, self.batch, self.seed, self.epoch = forms, batch, seed, 0

    def __len__(self) -> int:
        return sum(len(indices) for indices in self._batches())

    def __iter__(self) -> Iterator[int]:
        batches = self._batches()
        if self.seed is not None:
            random.Random(f"{self.seed}/{self.epoch}/order").shuffle(batches)
        return (index for batch in batches for index in batch)

    def set_epoch(self, epoch: int) -> None:
        """Another order in every epoch, the same after a resume."""
        self.epoch = epoch

    def _batches(self) -> list[list[int]]:
        groups: dict[str, list[int]] = defaultdict(list)
        for index, form in enumerate(self.forms):
            groups[form].append(index)
        batches = []
        for form, indices in sorted(groups.items()):
            if self.seed is not None:
                random.Random(f"{self.seed}/{self.epoch}/{form}").shuffle(indices)
            size = min(self.batch, len(indices)) if len(groups) == 1 else self.batch
            batches += [_full(indices, start, size) for start in range(0, len(indices), size)]
        return batches


def _full(indices: Sequence[int], start: int, size: int) -> list[int]:
    """`size` indices from `start`, from the beginning again after the end."""
    return [indices[i % len(indices)] for i in range(start, start + size)]


class _Routers(TrainerCallback):
    """Leads the routers after every optimizer step, and remembers how evenly experts were used in it."""

    def __init__(self, model: Any) -> None:
        self.model, self.utilization = model, 0.0

    def on_step_end(self, args: Any, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        self.utilization = expert_utilization_rate([router.load for router in self.model.routers()])
        for router in self.model.routers():
            router.update()
