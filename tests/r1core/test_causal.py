"""Writing: the cache changes nothing but time, what a prompt settles stays settled, and text comes as a stream."""

from __future__ import annotations

import pytest
import torch
from PIL import Image
from transformers import AutoModelForCausalLM, TextIteratorStreamer
from transformers.cache_utils import DynamicCache

from r1core.causal import R1ForCausalLM, WindowCache, WindowLayer
from r1core.config import R1Config
from r1core.decoder import kept
from r1core.vision import cut


@pytest.fixture(scope="module")
def writer() -> R1ForCausalLM:
    torch.manual_seed(0)
    torch.set_num_threads(1)
    built = R1ForCausalLM(R1Config.preset("tiny", window_size=8, eos_token_id=None)).eval()
    with torch.no_grad():
        built.model.embeddings.tokens.weight.normal_()
        for layer in built.model.layers:  # so that the context, not the last token, says what comes next
            layer.attention.o_proj.weight.mul_(8)
            layer.moe.experts.down_proj.mul_(8)
        built.model.bridge.gate.fill_(1.0)
        built.model.conflict_gate.fill_(1.0)
    return built


def prompt(length: int = 5, rows: int = 2) -> torch.Tensor:
    return torch.randint(3, 64, (rows, length), generator=torch.Generator().manual_seed(length))


def pictures() -> dict[str, torch.Tensor]:
    patches = cut([Image.new("RGB", (40, 60), "red"), Image.new("RGB", (60, 20), "navy")], 4, 64)
    return {
        "pixel_values": patches.pixels,
        "patch_places": patches.places,
        "image_boxes": patches.boxes,
        "image_present": patches.present,
    }


def the_obvious_way(writer: R1ForCausalLM, tokens: torch.Tensor, steps: int, **inputs: torch.Tensor) -> torch.Tensor:
    """Everything read again for each token; the pool is the prompt's."""
    choosing = torch.ones_like(tokens)
    for _ in range(steps):
        mask = torch.nn.functional.pad(choosing, (0, tokens.shape[1] - choosing.shape[1]))
        logits = writer(tokens, pool_mask=mask, **inputs).logits
        tokens = torch.cat([tokens, logits[:, -1:].argmax(-1)], dim=1)
    return tokens


@pytest.mark.parametrize("cache", [WindowCache, lambda config: DynamicCache(config=config)])
def test_the_cache_changes_no_token_far_beyond_the_window(writer: R1ForCausalLM, cache: type[WindowCache]) -> None:
    with torch.no_grad():
        want = the_obvious_way(writer, prompt(), 40)
        got = writer.generate(prompt(), max_new_tokens=40, do_sample=False, cache=cache(writer.config))
    assert got.equal(want)
    assert len(set(want[0].tolist())) > 5


def test_generate_uses_the_sliding_cache(writer: R1ForCausalLM) -> None:
    made = writer.generate(prompt(), max_new_tokens=3, do_sample=False, return_dict_in_generate=True)
    assert isinstance(made.cache, WindowCache)
    assert all(isinstance(layer, WindowLayer) for layer in made.cache.layers)


def test_padding_on_the_left_changes_no_token(writer: R1ForCausalLM) -> None:
    alone = writer.generate(prompt(4, 1), max_new_tokens=20, do_sample=False)[:, 4:]
    padded = torch.cat([torch.zeros(1, 3, dtype=torch.long), prompt(4, 1)], dim=1)
    rows, mask = torch.cat([padded, prompt(7, 1)]), torch.ones(2, 7, dtype=torch.long)
    mask[0, :3] = 0
    together = writer.generate(rows, attention_mask=mask, max_new_tokens=20, do_sample=False)[:, 7:]
    assert together[:1].equal(alone)


def test_pictures_are_read_once_and_seen_throughout(writer: R1ForCausalLM) -> None:
    with torch.no_grad():
        want = the_obvious_way(writer, prompt(), 20, **pictures())
        got = writer.generate(prompt(), max_new_tokens=20, do_sample=False, **pictures())
        blind = writer.generate(prompt(), max_new_tokens=20, do_sample=False)
    assert got.equal(want)
    assert not got.equal(blind)


def test_beams_of_one_prompt_share_its_pool(writer: R1ForCausalLM) -> None:
    cache = WindowCache(writer.config)
    made = writer.generate(prompt(), max_new_tokens=12, num_beams=3, do_sample=False, cache=cache)
    slow = writer.generate(
        prompt(), max_new_tokens=12, num_beams=3, do_sample=False, cache=DynamicCache(config=writer.config)
    )
    assert made.equal(slow)
    assert {tuple(pool.shape) for pool in kept(cache).pools.values()} == {(6, 8)}


def test_text_comes_as_a_stream(writer: R1ForCausalLM) -> None:
    class Letters:
        """A tokenizer of one letter a token."""

        def decode(self, tokens: list[int], **_: object) -> str:
            return "".join(chr(97 + token % 26) + " " for token in tokens)

    streamer = TextIteratorStreamer(Letters(), skip_prompt=True, timeout=20)
    made = writer.generate(prompt(5, 1), max_new_tokens=10, do_sample=False, streamer=streamer)
    assert "".join(streamer).split() == Letters().decode(made[0, 5:].tolist()).split()


def test_a_wrong_argument_is_refused(writer: R1ForCausalLM) -> None:
    with pytest.raises(ValueError, match="pixel_valuez"):
        writer.generate(prompt(), max_new_tokens=1, pixel_valuez=torch.zeros(1))


def test_generation_is_not_configured_by_the_number_of_experts(writer: R1ForCausalLM) -> None:
    assert writer.config.top_k == 4
    assert writer.generation_config.top_k != 4


def test_the_output_layer_is_the_token_table(writer: R1ForCausalLM, tmp_path: object) -> None:
    assert writer.lm_head.weight is writer.model.embeddings.tokens.weight
    writer.save_pretrained(str(tmp_path))
    loaded = AutoModelForCausalLM.from_pretrained(str(tmp_path)).eval()
    assert loaded.lm_head.weight is loaded.model.embeddings.tokens.weight
    assert torch.allclose(loaded(prompt()).logits, writer(prompt()).logits, atol=1e-4)


def test_what_a_reader_learned_a_writer_loads(tmp_path: object, writer: R1ForCausalLM) -> None:
    writer.model.save_pretrained(str(tmp_path))
    loaded = R1ForCausalLM.from_pretrained(str(tmp_path)).eval()
    assert torch.allclose(loaded(prompt()).logits, writer(prompt()).logits, atol=1e-4)
