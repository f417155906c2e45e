"""Training: it learns, keeps forms apart, leads the routers, resumes, and changes experts by rule."""

from pathlib import Path

import pytest
import torch

from r1core import R1Config, R1Model
from r1core.datasets import Requests, load_custom_dataset
from r1core.requests import Reading, Writing
from r1core.train import OneForm, Trainer, TrainingArguments

ROLES = {"row-role": ["label", "value"]}


def _model() -> R1Model:
    torch.manual_seed(0)
    return R1Model(R1Config.preset("tiny", questions=ROLES))


def _requests(count: int = 48) -> Requests:
    """Items whose first piece tells their label."""
    made = [
        Reading("row-role", ([10 + i % 2, 30 + i % 5], [10 + (i + 1) % 2]), (i % 2, (i + 1) % 2)) for i in range(count)
    ]
    return Requests(made, ROLES)


def _arguments(folder: Path, **options) -> TrainingArguments:
    defaults = {
        "max_steps": 30,
        "learning_rate": 5e-3,
        "logging_steps": 10,
        "save_strategy": "no",
        "disable_tqdm": True,
    }
    return TrainingArguments(
        output_dir=str(folder), use_cpu=True, per_device_train_batch_size=8, **{**defaults, **options}
    )


def test_it_learns_and_tells_how_experts_are_used(tmp_path: Path) -> None:
    trainer = Trainer(model=_model(), args=_arguments(tmp_path), train_dataset=_requests(), eval_dataset=_requests(8))
    trainer.train()
    logs = [log for log in trainer.state.log_history if "loss" in log]
    assert logs[-1]["loss"] < logs[0]["loss"] < 2
    assert all(0 < log["expert_utilization_rate"] <= 1 for log in logs)
    assert trainer.evaluate()["eval_loss"] < logs[0]["loss"]


def test_routers_are_led_after_every_step(tmp_path: Path) -> None:
    model = _model()
    before = [router.threshold.item() for router in model.routers()]
    Trainer(model=model, args=_arguments(tmp_path, max_steps=3), train_dataset=_requests()).train()
    assert [router.threshold.item() for router in model.routers()] != before
    assert all(router.seen == 0 for router in model.routers())


def test_disputes_are_learned(tmp_path: Path) -> None:
    disputes = Requests(load_custom_dataset("conflicts").requests[:64], {})
    trainer = Trainer(model=_model(), args=_arguments(tmp_path), train_dataset=disputes)
    trainer.train()
    assert trainer.state.log_history[-2]["loss"] < trainer.state.log_history[0]["loss"]


def test_a_run_resumes_where_it_stopped(tmp_path: Path) -> None:
    def run(folder: Path, **options):
        arguments = _arguments(folder, max_steps=8, save_strategy="steps", save_steps=4, **options)
        return Trainer(model=_model(), args=arguments, train_dataset=_requests())

    whole = run(tmp_path / "a")
    whole.train()
    resumed = run(tmp_path / "a")
    resumed.train(resume_from_checkpoint=str(tmp_path / "a" / "checkpoint-4"))
    for name, weight in whole.model.state_dict().items():
        torch.testing.assert_close(resumed.model.state_dict()[name], weight, msg=name)


def test_experts_change_by_rule_before_training(tmp_path: Path) -> None:
    trainer = Trainer(
        model=_model(),
        args=_arguments(tmp_path, max_steps=1),
        train_dataset=_requests(),
        expert_config={"text": 6, "code": 2},
    )
    assert trainer.model.config.expert_config["layer1"] == {"text": 6, "code": 2}
    trainer.train()


@pytest.mark.parametrize("seed", [None, 3])
def test_a_batch_holds_one_form_and_nothing_is_left_out(seed: int | None) -> None:
    forms = ["Reading"] * 7 + ["Writing"] * 5
    order = list(OneForm(forms, 4, seed))
    batches = [order[i : i + 4] for i in range(0, len(order), 4)]
    assert all(len({forms[i] for i in batch}) == 1 and len(batch) == 4 for batch in batches)
    assert set(order) == set(range(12)) and len(order) == len(OneForm(forms, 4, seed))


def test_every_epoch_has_another_order_that_repeats() -> None:
    sampler = OneForm(["Writing"] * 9, 3, 1)
    first = list(sampler)
    sampler.set_epoch(1)
    assert list(sampler) != first
    sampler.set_epoch(0)
    assert list(sampler) == first


def test_writing_is_learned(tmp_path: Path) -> None:
    texts = Requests([Writing((1, *range(9, 9 + n), 2)) for n in range(4, 20)], {})
    trainer = Trainer(model=_model(), args=_arguments(tmp_path), train_dataset=texts)
    trainer.train()
    assert trainer.state.log_history[-2]["loss"] < trainer.state.log_history[0]["loss"]
