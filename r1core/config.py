"""What an R1 is made of: sizes, experts, routing, questions. Three presets: tiny, small, base.

A strict dataclass in the manner of transformers 5: wrong types and impossible sizes are refused when the
configuration is made, not when the first batch arrives. Generation settings live in GenerationConfig; `top_k` here is
the most experts a token may use. Annotations are not postponed here: `strict` checks the types that it sees.
"""

import os
from typing import Any, Self

from huggingface_hub.dataclasses import strict
from transformers import AutoConfig, PreTrainedConfig

from r1core.checkpoint import locate
from r1core.topology import PUBLISHED, Tier, full_form, tiers_of

BALANCING: dict[str, Any] = {"method": "bias", "rate": 1e-2}
METHODS = ("bias", "auxiliary", "none")


@strict
class R1Config(PreTrainedConfig):
    """Sizes and choices of one model; `R1Config.preset("small")` is the one whose weights ship."""

    model_type = "r1"
    attribute_map = {"sliding_window": "window_size", "num_experts_per_tok": "top_k"}  # noqa: RUF012 (as transformers)

    # ---- sizes
    hidden_size: int = 256
    moe_intermediate_size: int = 256  # inner width of one expert
    num_attention_heads: int = 4
    num_key_value_heads: int = 2
    head_dim: int = 64
    tier_layers: list[int] | tuple[int, ...] = (1, 2, 1, 1)  # decoder layers of each tier
    vocab_size: int = 4096
    piece_buckets: int = 65536  # rows of the table of hashed pieces; row 0 is padding
    piece_width: int = 64
    patch_size: int = 16  # pixels a side
    max_patches: int = 1024  # of one picture; four of them are one position
    vision_hidden_size: int = 192
    vision_layers: int = 4
    vision_heads: int = 4
    bridge_heads: int = 4
    conflict_hidden_size: int = 1024
    max_questions: int = 32  # rows of the question table; row 0 is "no question": the model writes
    hidden_act: str = "silu"
    rms_norm_eps: float = 1e-6
    rope_theta: float = 10000.0
    initializer_range: float = 0.02
    dropout: float = 0.0

    # ---- attention
    window_size: int | None = 2048  # positions a written token sees; None: all of them
    max_position_embeddings: int = 32768  # rotary positions are computed, this only informs other software
    use_cache: bool = True

    # ---- experts and routing
    expert_config: dict[str, Any] | None = None  # topology.py: full or short form; None: as published
    top_k: int = 4  # experts a token may use at most
    expert_activation_threshold: float = 0.5  # a token takes experts until they hold this much of the probability
    target_experts: float = 2.0  # mean experts a token that the controller of the threshold holds
    pool_size: list[int] | tuple[int, ...] = (2, 8)  # experts a request may open: least, most
    pool_budget: list[float] | tuple[float, ...] = (2.5, 7.0)  # where training leads a plain and a mixed request
    pool_cost: float = 1e-2  # how strongly; the task's own loss may lead elsewhere
    router_width: int = 32
    rl_temperature: float = 0.1  # of the sampled choice in training; in use the choice is the best
    expert_load_balancing: dict[str, Any] | None = None  # {"method": "bias" | "auxiliary" | "none", "rate": ...}

    # ---- questions and requests
    questions: dict[str, list[str]] | None = None  # question to its labels; no labels: it is answered by pair or value
    question_names: list[str] | None = None  # rows of the question table from 1; follows the order of `questions`
    dynamic_batch_size: int = 32  # requests that are answered together
    pad_token_id: int | None = 0
    bos_token_id: int | None = 1
    eos_token_id: int | list[int] | None = 2
    tie_word_embeddings: bool = True
    own_width: int = 0  # of the head that tells concepts of the company's own (whole_statement.py); 0: there is none

    def __post_init__(self, **kwargs: Any) -> None:
        self.expert_config = full_form(PUBLISHED if self.expert_config is None else self.expert_config)
        self.expert_load_balancing = {**BALANCING, **(self.expert_load_balancing or {})}
        self.questions = {name: list(labels) for name, labels in (self.questions or {}).items()}
        rows = [name for name in self.question_names or () if name in self.questions]  # JSON sorts the questions
        self.question_names = rows + [name for name in self.questions if name not in rows]
        super().__post_init__(**kwargs)

    # ---------------------------------------------------------------- checks, run by @strict

    def validate_sizes(self) -> None:
        if self.num_attention_heads % self.num_key_value_heads:
            raise ValueError(
                f"num_attention_heads ({self.num_attention_heads}) is no multiple of "
                f"num_key_value_heads ({self.num_key_value_heads})"
            )
        if len(self.tier_layers) != 4 or min(self.tier_layers) < 1:
            raise ValueError(f"tier_layers are four counts from 1, not {self.tier_layers}")
        if self.head_dim % 2:
            raise ValueError(f"head_dim ({self.head_dim}) is odd: rotary positions turn pairs")

    def validate_routing(self) -> None:
        if not 0.0 < self.expert_activation_threshold <= 1.0:
            raise ValueError(f"expert_activation_threshold is in (0, 1], not {self.expert_activation_threshold}")
        if not 1 <= self.target_experts <= self.top_k:
            raise ValueError(f"target_experts ({self.target_experts}) lies from 1 to top_k ({self.top_k})")
        if len(self.pool_size) != 2 or not 1 <= self.pool_size[0] <= self.pool_size[1]:
            raise ValueError(f"pool_size is (least, most) with 1 <= least <= most, not {self.pool_size}")
        if len(self.pool_budget) != 2 or not all(self.pool_size[0] <= b <= self.pool_size[1] for b in self.pool_budget):
            raise ValueError(f"pool_budget is (plain, mixed) within pool_size {self.pool_size}, not {self.pool_budget}")
        if self.rl_temperature < 0:
            raise ValueError(f"rl_temperature is 0 or more, not {self.rl_temperature}")

    def validate_balancing(self) -> None:
        chosen = self.expert_load_balancing or {}
        if extra := sorted(set(chosen) - set(BALANCING)):
            raise ValueError(f"expert_load_balancing knows {sorted(BALANCING)}, not {extra}")
        if chosen and chosen["method"] not in METHODS:
            raise ValueError(f"expert_load_balancing method is one of {METHODS}, not {chosen['method']!r}")

    def validate_questions(self) -> None:
        if len(self.questions or {}) >= self.max_questions:
            raise ValueError(f"{len(self.questions or {})} questions need max_questions above {self.max_questions}")

    # ---------------------------------------------------------------- what follows from the fields

    @property
    def num_hidden_layers(self) -> int:
        return sum(self.tier_layers)

    @property
    def layer_types(self) -> list[str]:
        """The kind of cache of each layer."""
        kind = "full_attention" if self.window_size is None else "sliding_attention"
        return [kind] * self.num_hidden_layers

    @property
    def tiers(self) -> tuple[Tier, ...]:
        return tiers_of(self.expert_config or PUBLISHED)

    @property
    def tier_of_layer(self) -> tuple[int, ...]:
        return tuple(tier for tier, count in enumerate(self.tier_layers) for _ in range(count))

    @property
    def balancing(self) -> tuple[str, float]:
        """How the load is evened, and how fast."""
        chosen = {**BALANCING, **(self.expert_load_balancing or {})}
        return chosen["method"], chosen["rate"]

    def question_id(self, name: str) -> int:
        """The row of a question in the question table."""
        known = self.question_names or []
        if name not in known:
            raise ValueError(f"no question {name!r}; the model knows {', '.join(known) or 'none'}")
        return known.index(name) + 1

    @classmethod
    def get_config_dict(cls, name: str | os.PathLike[str], **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Shipped names lead to their folder, as they do for models."""
        found: tuple[dict[str, Any], dict[str, Any]] = super().get_config_dict(locate(name), **options)
        return found

    @classmethod
    def preset(cls, name: str, **changes: Any) -> Self:
        """A preset by name, with single fields changed."""
        if name not in PRESETS:
            raise ValueError(f"no preset {name!r}; there are {', '.join(PRESETS)}")
        return cls(**{**PRESETS[name], **changes})


PRESETS: dict[str, dict[str, Any]] = {
    "tiny": {
        "hidden_size": 32,
        "moe_intermediate_size": 16,
        "num_attention_heads": 2,
        "num_key_value_heads": 1,
        "head_dim": 16,
        "tier_layers": (1, 1, 1, 1),
        "vocab_size": 64,
        "piece_buckets": 256,
        "piece_width": 16,
        "patch_size": 4,
        "max_patches": 64,
        "vision_hidden_size": 16,
        "vision_layers": 1,
        "vision_heads": 2,
        "bridge_heads": 2,
        "conflict_hidden_size": 32,
        "router_width": 8,
        "window_size": 8,
    },
    "small": {},
    "base": {
        "hidden_size": 1024,
        "moe_intermediate_size": 1536,
        "num_attention_heads": 16,
        "num_key_value_heads": 4,
        "tier_layers": (2, 4, 4, 2),
        "vision_hidden_size": 768,
        "vision_layers": 12,
        "vision_heads": 12,
        "bridge_heads": 16,
        "conflict_hidden_size": 1536,
        "vocab_size": 16384,
        "piece_buckets": 262144,
        "piece_width": 128,
        "router_width": 64,
    },
}

AutoConfig.register("r1", R1Config)
