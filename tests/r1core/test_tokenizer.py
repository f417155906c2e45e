"""The tokenizer: nothing is lost, digits stand alone, wordings of statements are short."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from r1core.tokenizer import SPECIAL, learned, opened

TEXTS = [
    "Total current assets",
    "Net cash provided by operating activities",
    "经营活动产生的现金流量净额",
    '<div class="card"><h2>Revenue</h2></div>',
    "def total(rows):\n    return sum(rows)\n",
] * 20


@pytest.fixture(scope="module")
def tokenizer():
    return learned(TEXTS, 600)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_comes_back(tokenizer, text: str) -> None:
    ids = tokenizer(text, add_special_tokens=False).input_ids
    assert tokenizer.decode(ids, skip_special_tokens=False) == text


def test_numbers_are_spelled_digit_by_digit(tokenizer) -> None:
    tokens = tokenizer.tokenize("$32,765 in 2023")
    assert [t for t in tokens if any(c.isdigit() for c in t)] == ["3", "2", "7", "6", "5", "2", "0", "2", "3"]


def test_what_was_learned_is_short(tokenizer) -> None:
    assert len(tokenizer.tokenize("Total current assets")) == 3
    assert len(tokenizer.tokenize("经营活动产生的现金流量净额")) <= 6


def test_special_tokens_keep_their_places(tokenizer) -> None:
    assert tokenizer.convert_tokens_to_ids(list(SPECIAL)) == list(range(len(SPECIAL)))
    assert (tokenizer.pad_token_id, tokenizer.bos_token_id, tokenizer.eos_token_id) == (0, 1, 2)


def test_it_repeats_and_survives_the_disk(tokenizer, tmp_path: Path) -> None:
    assert learned(TEXTS, 600).get_vocab() == tokenizer.get_vocab()
    tokenizer.save_pretrained(tmp_path)
    again = opened(tmp_path)
    assert again("Total assets 12").input_ids == tokenizer("Total assets 12").input_ids
