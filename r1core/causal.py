"""R1 as a writer: text and code after a prompt, with pictures before it if there are any.

`generate` is that of transformers: greedy, sampled or beamed, stopped by criteria, streamed token by token. Two things
are ours. The request's pool of experts and the picture's regions are settled when the prompt is read and stay with the
cache. And the cache slides: it holds the last `window_size` positions in a buffer of twice the room, so that a token
costs one write instead of a copy of the window.

Shapes: B requests, T positions, V vocabulary, H key-value heads, W window, d head width.
"""

from __future__ import annotations

from typing import Any

from torch import Tensor, nn
from transformers import AutoModelForCausalLM, AutoModelForImageTextToText
from transformers.cache_utils import Cache, DynamicCache, DynamicSlidingWindowLayer
from transformers.generation import GenerationConfig, GenerationMixin
from transformers.modeling_utils import slice_logits_to_keep
from typing_extensions import Unpack

from r1core.base import R1PreTrainedModel
from r1core.config import R1Config
from r1core.heads import next_token_loss
from r1core.model import R1Model
from r1core.outputs import R1Inputs, R1Output

_ONCE = frozenset(R1Inputs.__annotations__) - {"token_type_ids", "use_cache", "output_router_logits", "causal"}


class WindowLayer(DynamicSlidingWindowLayer):
    """One layer's keys and values of the last W positions, in their order."""

    keys: Tensor
    values: Tensor
    _buffers: tuple[Tensor, Tensor] | None = None
    _kept: Tensor | None = None  # the keys as we left them: beams and cropping put others in their place
    _end: int = 0

    def update(self, key_states: Tensor, value_states: Tensor, *_: Any, **__: Any) -> tuple[Tensor, Tensor]:
        """Adds new positions (B, H, n, d) and returns all that one of them may see, the new ones included."""
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        new, old = key_states.shape[-2], self.keys.shape[-2] if self.keys.numel() else 0
        if self._buffers is None or self.keys is not self._kept or self._end + new > self._buffers[0].shape[-2]:
            self._buffers, self._end = self._room(old, new, key_states), old
        start, self._end = self._end - old, self._end + new
        for buffer, states in zip(self._buffers, (key_states, value_states), strict=True):
            buffer[:, :, self._end - new : self._end] = states
        self.cumulative_length += new
        seen = [buffer[:, :, start : self._end] for buffer in self._buffers]
        self.keys, self.values = (part[:, :, -self.sliding_window + 1 :] for part in seen)
        self._kept = self.keys
        return seen[0], seen[1]

    def _room(self, old: int, new: int, like: Tensor) -> tuple[Tensor, Tensor]:
        """Fresh buffers with what is kept at their beginning."""
        room = (*like.shape[:2], 2 * self.sliding_window + new, like.shape[-1])
        keys, values = like.new_empty(room), like.new_empty(room)
        if old:
            keys[:, :, :old], values[:, :, :old] = self.keys, self.values
        return keys, values


class WindowCache(DynamicCache):
    """A cache whose layers slide without copying."""

    def __init__(self, config: R1Config) -> None:
        super().__init__(config=config)
        if config.window_size is not None:
            self.layers = [WindowLayer(config.window_size) for _ in range(config.num_hidden_layers)]


class R1GenerationConfig(GenerationConfig):
    """How text is sampled; the model's own `top_k` counts experts, so only token ids are taken from it."""

    @classmethod
    def from_model_config(cls, model_config: Any) -> R1GenerationConfig:
        names = ("pad_token_id", "bos_token_id", "eos_token_id")
        return cls(**{name: getattr(model_config, name) for name in names})


class R1ForCausalLM(R1PreTrainedModel, GenerationMixin):
    """`R1Model` with `generate`; its output layer is the token table."""

    generation_config_class = R1GenerationConfig
    _tied_weights_keys = {"lm_head.weight": "model.embeddings.tokens.weight"}  # noqa: RUF012 (as transformers)

    def __init__(self, config: R1Config) -> None:
        super().__init__(config)
        self.model = R1Model(config)
        self.lm_head = nn.Linear(config.hidden_size, config.vocab_size, bias=False)
        self.post_init()

    def get_input_embeddings(self) -> nn.Module:
        return self.model.get_input_embeddings()

    def set_input_embeddings(self, value: nn.Module) -> None:
        self.model.set_input_embeddings(value)

    def forward(
        self,
        input_ids: Tensor | None = None,
        attention_mask: Tensor | None = None,
        cache: Cache | None = None,
        labels: Tensor | None = None,
        logits_to_keep: int | Tensor = 0,
        **inputs: Unpack[R1Inputs],
    ) -> R1Output:
        if inputs.get("use_cache") and cache is None:
            cache = WindowCache(self.config)
        inputs.setdefault("causal", True)
        output: R1Output = self.model(input_ids, attention_mask, cache=cache, **inputs)
        assert output.last_hidden_state is not None
        output.logits = self.lm_head(slice_logits_to_keep(output.last_hidden_state, logits_to_keep))
        if labels is not None:
            output.loss = next_token_loss(output.logits, labels)
            if output.aux_loss is not None:
                output.loss = output.loss + output.aux_loss
        return output

    def prepare_inputs_for_generation(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Pictures, pieces and boxes belong to the prompt: later steps bring tokens alone."""
        prepared = super().prepare_inputs_for_generation(*args, **kwargs)
        if not kwargs.get("is_first_iteration", False) and kwargs.get("use_cache", True):
            prepared = {key: value for key, value in prepared.items() if key not in _ONCE}
        return {key: value for key, value in prepared.items() if key != "position_ids"}  # order is counted, see rotary

    def _prepare_cache_for_generation(self, config: GenerationConfig, model_kwargs: dict[str, Any], *rest: Any) -> bool:
        if config.use_cache and config.cache_implementation is None and model_kwargs.get("cache") is None:
            model_kwargs["cache"] = WindowCache(self.config)
        return super()._prepare_cache_for_generation(config, model_kwargs, *rest)

    def _validate_model_kwargs(self, model_kwargs: dict[str, Any]) -> None:
        """Refuses what no request can contain; the rest of it is said in `R1Inputs`."""
        super()._validate_model_kwargs({k: v for k, v in model_kwargs.items() if k not in R1Inputs.__annotations__})


AutoModelForCausalLM.register(R1Config, R1ForCausalLM)
AutoModelForImageTextToText.register(R1Config, R1ForCausalLM)
