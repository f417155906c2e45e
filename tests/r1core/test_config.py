"""Configurations: presets, checks, and what survives a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from huggingface_hub.errors import StrictDataclassError
from transformers import AutoConfig

from r1core.config import PRESETS, R1Config


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_a_valid_configuration(name: str) -> None:
    config = R1Config.preset(name)
    assert config.num_hidden_layers == sum(config.tier_layers)
    assert [tier.experts for tier in config.tiers] == [8, 8, 8, 8]


def test_an_unknown_preset_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match="tiny, small, base"):
        R1Config.preset("huge")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"num_attention_heads": 3, "num_key_value_heads": 2}, "no multiple"),
        ({"tier_layers": (1, 1)}, "four counts"),
        ({"head_dim": 15}, "odd"),
        ({"expert_activation_threshold": 0.0}, "in \\(0, 1\\]"),
        ({"target_experts": 5.0}, "from 1 to top_k"),
        ({"pool_size": (4, 2)}, "least, most"),
        ({"pool_budget": (1.0, 7.0)}, "within pool_size"),
        ({"rl_temperature": -1.0}, "0 or more"),
        ({"expert_load_balancing": {"method": "hope"}}, "one of"),
        ({"expert_load_balancing": {"speed": 1}}, "knows"),
        ({"questions": {str(i): ["a"] for i in range(40)}}, "max_questions"),
        ({"hidden_size": "wide"}, "hidden_size"),
    ],
)
def test_what_cannot_be_is_refused_at_once(changes: dict[str, object], words: str) -> None:
    with pytest.raises((ValueError, StrictDataclassError), match=words):
        R1Config.preset("tiny", **changes)


def test_a_file_keeps_everything_even_the_order_of_questions(tmp_path: Path) -> None:
    config = R1Config.preset(
        "tiny", questions={"row": ["head", "value"], "cell": ["x"]}, expert_config={"text": 6, "code": 2}
    )
    config.save_pretrained(tmp_path)
    loaded = AutoConfig.from_pretrained(tmp_path)
    assert isinstance(loaded, R1Config)
    assert loaded.to_diff_dict() == config.to_diff_dict()
    assert [loaded.question_id(name) for name in ("row", "cell")] == [1, 2]


def test_a_question_that_comes_later_moves_no_other(tmp_path: Path) -> None:
    R1Config.preset("tiny", questions={"row": ["a"]}).save_pretrained(tmp_path)
    old = R1Config.from_pretrained(tmp_path)
    new = R1Config.from_dict({**old.to_dict(), "questions": {"cell": ["b"], **old.questions}})
    assert (new.question_id("row"), new.question_id("cell")) == (1, 2)


def test_an_unknown_question_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match="row, cell"):
        R1Config.preset("tiny", questions={"row": ["a"], "cell": ["b"]}).question_id("colour")
