"""The bench: its two sides do what it says, its sums are right; the figures themselves belong to a quiet machine."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch

from r1core import bench
from r1core.causal import R1ForCausalLM, WindowCache
from r1core.model import R1Model


@pytest.fixture(autouse=True)
def small() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)


def model() -> R1Model:
    return R1Model(bench.config_of(64, piece_buckets=65536, vision_layers=1, conflict_hidden_size=32)).eval()


@torch.inference_mode()
def test_thresholds_are_led_to_the_target() -> None:
    built, inputs = model(), bench.page(32)
    bench.hold(built, lambda: built(**inputs, output_router_logits=True))
    assert bench.experts_a_token(built, built(**inputs, output_router_logits=True)) == pytest.approx(2.0, abs=0.2)


@torch.inference_mode()
def test_everything_on_is_everything_and_leaves_no_trace() -> None:
    built, inputs = model(), bench.page(16)
    before = built(**inputs).logits
    with bench.everything_on(built):
        assert bench.by_layer(built(**inputs, output_router_logits=True)) == [8, 8, 8, 8]
    assert built(**inputs).logits.equal(before)


def test_places_are_summed_by_the_trapezium_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "token_time", lambda _, place: 1e-3 * place)
    exact = 1e-3 * bench.TOKENS**2 / 2
    assert bench.write_places(SimpleNamespace()) == pytest.approx(exact, rel=0.01)


@torch.inference_mode()
def test_a_place_is_reached_with_noise_for_what_was_written_before() -> None:
    writer = R1ForCausalLM(bench.config_of(64, window_size=16)).eval()
    cache = bench.cache_at(writer, 100)
    assert isinstance(cache, WindowCache)
    assert cache.get_seq_length() == 100
    bench.next_token(writer, cache)
    assert cache.get_seq_length() == 101
    assert cache.layers[0].keys.shape[-2] == 15
    assert bench.token_time(writer, bench.PROMPT) > 0


def test_a_ratio_is_the_median_of_pairs_not_of_sides() -> None:
    made = bench.row("x", ([1.0, 2.0, 10.0], [3.0, 4.0, 5.0]), "s", "")
    assert (made.ours, made.beside, made.ratio) == (2.0, 4.0, 2.0)


def test_rows_are_told_with_their_bars() -> None:
    told = bench.table([bench.Row("forward", 0.5, 1.5, "s", 3.0, "≥ 2.3")])
    assert "3.00" in told and "≥ 2.3" in told and "threads" in told
