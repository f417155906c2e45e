"""`python -m r1core bench`: what routing and the window save, each as medians of paired runs on this machine.

    forward    words with a picture: experts as routed, beside the same experts all on
    writing    10,000 tokens: routing and window, beside a dense model of the same total size with full attention, and
               beside the same dense model with our window
    flops      a question about words at the size that ships: counted products, beside the dense model of the same
               total size
    quality    with --labels: ours and its dense peers trained side by side (bench_quality.py)

Weights are random and of the size given: time depends on sizes and on how many experts are used, not on what was
learned; thresholds are set so that a position uses the target of the configuration. Below a width of about 1,024 the
interpreter is timed, not arithmetic. A pair is one run of each, in turn; its ratio is what counts, for a busy machine
slows both. Writing is timed at five places of the text and summed by the trapezium rule; `--whole` writes every token.

Shapes: B requests, T words, V key-value heads, d head width.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from r1core.base import R1PreTrainedModel
from r1core.bench_quality import side_by_side, told
from r1core.causal import R1ForCausalLM, WindowCache
from r1core.config import R1Config
from r1core.evaluate import Usage, count_flops
from r1core.model import R1Model
from r1core.outputs import R1Output
from r1core.peers import dense_peer
from r1core.vision import cut

HELP = "speed and cost beside dense models and beside all experts on"
QUESTIONS = {"bench": [str(label) for label in range(1000)]}
TOKENS, STEPS, PROMPT = 10_000, 6, 32  # written; timed at each place; read before
PLACES = (PROMPT, 2_500, 5_000, 7_500, TOKENS)


@dataclass(frozen=True)
class Row:
    """One comparison: medians of both sides, and the median ratio of the pairs."""

    name: str
    ours: float
    beside: float
    unit: str
    ratio: float  # beside / ours
    bar: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--hidden", type=int, default=1024, help="width of the timed models (default 1024)")
    parser.add_argument("--pairs", type=int, default=5, help="paired runs of each row (default 5)")
    parser.add_argument("--whole", action="store_true", help="write all 10,000 tokens instead of timing five places")
    parser.add_argument(
        "--labels", type=Path, help="labelled statement lines: trains ours and dense peers side by side"
    )
    parser.add_argument("--steps", type=int, default=300, help="optimizer steps of each of them (default 300)")
    parser.add_argument("--json", action="store_true", help="print the rows as JSON")


def run(options: argparse.Namespace) -> int:
    """Prints the rows."""
    with torch.inference_mode():
        rows = [forward_row(options.hidden, options.pairs), flops_row()]
        rows += writing_rows(options.hidden, options.pairs, whole=options.whole)
    three = side_by_side(options.labels, options.steps) if options.labels else []
    if options.json:
        sys.stdout.write(json.dumps({"rows": [*map(asdict, rows)], "quality": [*map(asdict, three)]}) + "\n")
    else:
        sys.stdout.write(table(rows) + (told(three) if three else ""))
    return 0


def table(rows: Sequence[Row]) -> str:
    """The rows for a reader."""
    lines = [f"{'':58}{'ours':>10}{'beside':>10}  {'':6}{'ratio':>7}  bar"]
    lines += [f"{r.name:58}{r.ours:10.3g}{r.beside:10.3g}  {r.unit:6}{r.ratio:7.2f}  {r.bar}" for r in rows]
    return "\n".join([*lines, f"{torch.get_num_threads()} threads, torch {torch.__version__}", ""])


def paired(ours: Callable[[], Any], beside: Callable[[], Any], pairs: int) -> tuple[list[float], list[float]]:
    """Seconds of each run, after one of each that does not count."""
    timed: tuple[list[float], list[float]] = ([], [])
    for turn in range(pairs + 1):
        for side, work in zip(timed, (ours, beside), strict=True):
            start = time.perf_counter()
            work()
            if turn:
                side.append(time.perf_counter() - start)
    return timed


def row(name: str, timed: tuple[list[float], list[float]], unit: str, bar: str) -> Row:
    ratio = median(beside / ours for ours, beside in zip(*timed, strict=True))
    return Row(name, median(timed[0]), median(timed[1]), unit, ratio, bar)


def config_of(hidden: int, **changes: Any) -> R1Config:
    """A model for timing: four layers in the proportions of `base`, the other sizes of `small`."""
    sizes = {
        "hidden_size": hidden,
        "moe_intermediate_size": 3 * hidden // 2,
        "num_attention_heads": hidden // 64,
        "num_key_value_heads": max(1, hidden // 256),
        "tier_layers": (1, 1, 1, 1),
        "questions": QUESTIONS,
    }
    return R1Config.preset("small", **{**sizes, **changes})


# ---------------------------------------------------------------- forward


def forward_row(hidden: int, pairs: int) -> Row:
    """One pass over a full page of a report: 512 words and 1,024 patches."""
    torch.manual_seed(0)
    model, inputs = R1Model(config_of(hidden)).eval(), page(512)
    hold(model, lambda: model(**inputs, output_router_logits=True))

    def all_on() -> None:
        with everything_on(model):
            model(**inputs)

    used = experts_a_token(model, model(**inputs, output_router_logits=True))
    timed = paired(lambda: model(**inputs), all_on, pairs)
    return row(f"words and a picture: {used:.1f} experts a token, all on", timed, "s", "≥ 2.3")


def page(words: int) -> dict[str, Any]:
    """A request: words with boxes, a picture of noise, a question."""
    dice = np.random.default_rng(0)
    patches = cut([Image.fromarray(dice.integers(0, 255, (512, 512, 3), np.uint8))])
    return {
        "piece_ids": torch.randint(1, 65536, (1, words, 40)),
        "boxes": torch.rand(1, words, 2, 2).sort(dim=2).values.flatten(2),
        "question_ids": torch.ones(1, dtype=torch.long),
        "pixel_values": patches.pixels,
        "patch_places": patches.places,
        "image_boxes": patches.boxes,
        "image_present": patches.present,
    }


def hold(model: R1PreTrainedModel, answer: Callable[[], R1Output], rounds: int = 10) -> None:
    """Halves the range of every layer's threshold until a position uses the target number of experts."""
    routers = model.routers()
    ranges = [(0.0, 1.0)] * len(routers)
    for _ in range(rounds):
        for router, (low, high) in zip(routers, ranges, strict=True):
            router.threshold.fill_((low + high) / 2)
        means = by_layer(answer())
        ranges = [
            (low, (low + high) / 2) if mean > model.config.target_experts else ((low + high) / 2, high)
            for (low, high), mean in zip(ranges, means, strict=True)
        ]


def by_layer(output: R1Output) -> list[float]:
    """Mean experts a position in each layer."""
    assert output.routing is not None
    return [float((routing.weights > 0).sum(-1).float().mean()) for routing in output.routing]


def experts_a_token(model: R1PreTrainedModel, output: R1Output) -> float:
    usage = Usage(model.config)
    usage.add(output)
    return float(usage.report()["experts_a_token"])


@contextmanager
def everything_on(model: R1Model) -> Iterator[None]:
    """Every position through every expert: gates open, pools whole, no threshold."""
    routers, gate = model.routers(), model.complexity.gate.bias
    before = [(r.top_k, r.threshold.clone(), r.owners.clone(), r.group.bias.clone()) for r in routers]
    size = gate.clone()
    gate.fill_(50.0)
    for router in routers:
        router.top_k = router.tier.experts
        router.threshold.fill_(2.0)
        router.owners.fill_(True)
        router.group.bias.fill_(50.0)
    try:
        yield
    finally:
        gate.copy_(size)
        for router, (top_k, threshold, owners, bias) in zip(routers, before, strict=True):
            router.top_k = top_k
            router.threshold.copy_(threshold)
            router.owners.copy_(owners)
            router.group.bias.copy_(bias)


# ---------------------------------------------------------------- flops


def flops_row() -> Row:
    """Products of one pass over 8 statements of 40 lines at the size that ships."""
    torch.manual_seed(0)
    config = R1Config.preset("small", questions=QUESTIONS)
    ours, dense = R1Model(config).eval(), R1Model(dense_peer(config, "total")).eval()
    inputs = {"piece_ids": torch.randint(1, 65536, (8, 40, 60)), "question_ids": torch.ones(8, dtype=torch.long)}
    hold(ours, lambda: ours(**inputs, output_router_logits=True))
    used, all_ = (count_flops(model, **inputs) / 8 / 40 / 1e6 for model in (ours, dense))
    return Row("a question, beside dense of the same total size", used, all_, "MFLOP", all_ / used, "≥ 2.5 (≤ 40%)")


# ---------------------------------------------------------------- writing


def writing_rows(hidden: int, pairs: int, *, whole: bool) -> list[Row]:
    """10,000 tokens, beside the dense model of the same total size without and with our window."""
    torch.manual_seed(0)
    config = config_of(hidden)
    ours, dense = R1ForCausalLM(config).eval(), R1ForCausalLM(dense_peer(config, "total")).eval()
    prompt = torch.randint(3, config.vocab_size, (1, 256))
    hold(ours, lambda: ours(prompt, output_router_logits=True))
    work = write_whole if whole else write_places
    rows = []
    for window, name, bar in ((None, "full attention", "≥ 1.52 (34% less)"), (config.window_size, "our window", "")):
        dense.config.window_size = window
        timed = paired_seconds(lambda: work(ours), lambda: work(dense), 1 if whole else pairs)
        rows.append(row(f"10,000 tokens, beside dense of the same total size, {name}", timed, "s", bar))
    return rows


def paired_seconds(
    ours: Callable[[], float], beside: Callable[[], float], pairs: int
) -> tuple[list[float], list[float]]:
    """Seconds that each run says it takes."""
    runs = [(ours(), beside()) for _ in range(pairs)]
    return [one for one, _ in runs], [other for _, other in runs]


def write_whole(model: R1ForCausalLM) -> float:
    """Seconds for all tokens."""
    start = time.perf_counter()
    model.generate(torch.ones(1, PROMPT, dtype=torch.long), min_new_tokens=TOKENS, max_new_tokens=TOKENS)
    return time.perf_counter() - start


def write_places(model: R1ForCausalLM) -> float:
    """Seconds for all tokens, from the time a token takes at each place."""
    times = [token_time(model, place) for place in PLACES]
    widths = np.diff((0, *PLACES[1:]))
    return float(sum(width * (a + b) / 2 for width, a, b in zip(widths, times, times[1:], strict=False)))


def token_time(model: R1ForCausalLM, place: int) -> float:
    """Median seconds of one token after `place` others."""
    cache, times = cache_at(model, place), []
    for _ in range(STEPS):
        start = time.perf_counter()
        next_token(model, cache)
        times.append(time.perf_counter() - start)
    return median(times[1:])  # the first makes room


def cache_at(model: R1ForCausalLM, place: int) -> WindowCache:
    """What a cache holds after `place` tokens: a prompt that has chosen the experts, then noise."""
    cache = WindowCache(model.config)
    model(torch.full((1, PROMPT), 7), cache=cache)
    noise = (1, model.config.num_key_value_heads, place - PROMPT, model.config.head_dim)
    if place > PROMPT:
        for layer in range(model.config.num_hidden_layers):
            cache.update(torch.randn(noise), torch.randn(noise), layer)
    return cache


def next_token(model: R1ForCausalLM, cache: WindowCache) -> Tensor:
    """One step of greedy writing."""
    output = model(torch.full((1, 1), 7), cache=cache, logits_to_keep=1)
    assert output.logits is not None
    return output.logits[:, -1].argmax(-1)
