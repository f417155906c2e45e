"""R1: one stack of experts that reads pages and statements, answers questions about them, and writes.

    positions ─ embeddings ─ tier 1 ─ tier 2 ─ tier 3 ─ tier 4 ─ norm ─┬─ tag   label of each position
                    │                                                  ├─ link  do two positions belong together
                    └─ complexity: how many experts this request opens ├─ read  value of a mark
                                                                       └─ next token (tied to the embeddings)

`R1Model` has the heads and their losses; `R1ForCausalLM` adds `generate`. A request with a question is read, one
without is written; `causal` says otherwise. Written on the conventions of transformers 5, so that `from_pretrained`,
Auto classes, `Trainer`, caches and streaming are its own.

Shapes: B requests, T positions, D width, L labels, V vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import AutoConfig, AutoModel, PreTrainedModel
from transformers import initialization as init
from transformers.cache_utils import Cache, DynamicCache
from transformers.masking_utils import create_bidirectional_mask, create_causal_mask, create_sliding_window_causal_mask
from transformers.utils import ModelOutput
from transformers.utils.output_capturing import capture_outputs
from typing_extensions import Unpack

from r1core.config import R1Config
from r1core.decoder import Context, DecoderLayer
from r1core.heads import LinkHead, ReadHead, TagHead, link_loss, next_token_loss, read_loss, tag_loss
from r1core.layers import Attention, Embeddings, Parts, RMSNorm, rotary
from r1core.moe import Experts
from r1core.routing import Complexity, PoolRequest, Router, Routing, balance_loss


class R1Inputs(Parts, total=False):
    """Everything a forward pass takes beside tokens, mask, cache and labels."""

    position_ids: Tensor  # (B, T) order of the positions; counted where it is missing
    pool_mask: Tensor  # (B, T) positions that choose the request's experts; all real ones where it is missing
    causal: bool  # write (True) or read (False); by the question where it is missing
    use_cache: bool
    pairs: Tensor  # (B, M, 2) positions to link
    pair_labels: Tensor  # (B, M) 0, 1, or IGNORED
    values: Tensor  # (B, T) true value of each mark, NaN where it is none
    output_router_logits: bool  # return what each router decided


@dataclass
class R1Output(ModelOutput):
    """What a forward pass gives; what was not asked for is None."""

    loss: Tensor | None = None
    logits: Tensor | None = None  # (B, T, L) of a question with labels, (B, T, V) of writing
    links: Tensor | None = None  # (B, M) scores of the pairs
    value: Tensor | None = None  # (B, T) value of each mark, 0..1
    spread: Tensor | None = None  # (B, T) how far off it may be
    last_hidden_state: Tensor | None = None  # (B, T, D)
    cache: Cache | None = None
    pool_size: Tensor | None = None  # (B,) experts the request opens
    aux_loss: Tensor | None = None  # cost of open experts, and of uneven load where that is chosen
    routing: tuple[Routing, ...] | None = None  # by layer
    hidden_states: tuple[Tensor, ...] | None = None
    attentions: tuple[Tensor, ...] | None = None


class R1PreTrainedModel(PreTrainedModel):
    """Loading, initial weights and abilities of every R1 class."""

    config: R1Config
    config_class = R1Config
    base_model_prefix = "model"
    input_modalities = ["text", "image"]  # noqa: RUF012 (as transformers declares it)
    supports_gradient_checkpointing = True
    _no_split_modules = ["DecoderLayer"]  # noqa: RUF012
    _supports_sdpa = True
    _supports_flash_attn = True
    _supports_attention_backend = True
    _can_compile_fullgraph = False  # routing depends on the data
    _can_record_outputs = {"hidden_states": DecoderLayer, "attentions": Attention}  # noqa: RUF012
    _keep_in_fp32_modules_strict = ["router.bias", "router.threshold", "router.error"]  # noqa: RUF012

    @classmethod
    def _can_set_experts_implementation(cls) -> bool:
        return True  # transformers would look for the decorator in this file; it stands in moe.py

    def get_correct_experts_implementation(self, requested_experts: str | None) -> str:
        """The plain loop where nothing is asked for: on two cores it trains a quarter faster than grouped products."""
        return super().get_correct_experts_implementation(requested_experts or "eager")

    @torch.no_grad()
    def _init_weights(self, module: nn.Module) -> None:
        std = self.config.initializer_range
        if isinstance(module, nn.Linear):
            init.normal_(module.weight, std=std)
            if module.bias is not None:
                init.zeros_(module.bias)
        elif isinstance(module, nn.Embedding | nn.EmbeddingBag):
            init.normal_(module.weight, std=std)
            if module.padding_idx is not None and not getattr(module.weight, "_is_hf_initialized", False):
                module.weight[module.padding_idx] = 0
        elif isinstance(module, RMSNorm):
            init.ones_(module.weight)
        elif isinstance(module, Experts):
            init.normal_(module.gate_up_proj, std=std)
            init.normal_(module.down_proj, std=std)
        elif isinstance(module, Router):
            _start_router(module)
        elif isinstance(module, TagHead):
            init.ones_(module.temperature)


def _start_router(router: Router) -> None:
    """Keys of unit size, no bias, the threshold of the configuration, empty counters."""
    init.normal_(router.keys, std=1.0)
    for buffer in (router.bias, router.error, router.load, router.seen):
        init.zeros_(buffer)
    init.constant_(router.threshold, router.config.expert_activation_threshold)
    init.copy_(router.owners, torch.tensor(router.tier.owners))


class R1Model(R1PreTrainedModel):
    """The model with its heads: give it labels, pairs or values and it returns the loss too."""

    def __init__(self, config: R1Config) -> None:
        super().__init__(config)
        tiers = [config.tiers[tier] for tier in config.tier_of_layer]
        self.embeddings = Embeddings(config)
        self.complexity = Complexity(config)
        self.layers = nn.ModuleList([DecoderLayer(config, tier, index) for index, tier in enumerate(tiers)])
        self.norm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.tag, self.link, self.read = TagHead(config), LinkHead(config), ReadHead(config)
        self.post_init()

    def get_input_embeddings(self) -> nn.Module:
        return self.embeddings.tokens

    def set_input_embeddings(self, value: nn.Module) -> None:
        assert isinstance(value, nn.Embedding)
        self.embeddings.tokens = value

    def routers(self) -> list[Router]:
        """The router of each layer."""
        return [module for module in self.modules() if isinstance(module, Router)]

    @capture_outputs
    def forward(
        self,
        input_ids: Tensor | None = None,
        attention_mask: Tensor | None = None,
        inputs_embeds: Tensor | None = None,
        cache: Cache | None = None,
        labels: Tensor | None = None,
        **inputs: Unpack[R1Inputs],
    ) -> R1Output:
        question = inputs.get("question_ids")
        if inputs.pop("use_cache", False) and cache is None:
            cache = DynamicCache(config=self.config)
        kinds = kinds_of(input_ids if inputs_embeds is None else inputs_embeds, inputs)
        x = self.embeddings(kinds, input_ids, inputs) if inputs_embeds is None else inputs_embeds  # (B, T, D)
        context = self.context(x, kinds, attention_mask, cache, inputs)
        x, routing = self.run(x, context)
        output = R1Output(last_hidden_state=x, cache=cache, pool_size=context.pool.size)
        if question is not None and not inputs.get("causal", False):
            self.answer(output, x, question, labels, inputs)
        elif labels is not None:
            output.logits = self.next_token(x)
            output.loss = next_token_loss(output.logits, labels)
        self.add_costs(output, routing, context)
        output.routing = routing if inputs.get("output_router_logits") else None
        return output

    def context(
        self, x: Tensor, kinds: Tensor, attention_mask: Tensor | None, cache: Cache | None, inputs: R1Inputs
    ) -> Context:
        """Mask, positions and pool of this request."""
        past = cache.get_seq_length() if cache is not None else 0
        positions = inputs.get("position_ids")
        if positions is None:
            positions = (torch.arange(x.shape[1], device=x.device) + past)[None]
        real = kinds.new_ones(kinds.shape, dtype=torch.bool)
        if attention_mask is not None and attention_mask.dim() == 2:
            real = attention_mask[:, -x.shape[1] :].bool()
        choosing = inputs.get("pool_mask")
        pool = PoolRequest(self.complexity(x, real), real if choosing is None else choosing.bool() & real)
        causal = inputs.get("causal", inputs.get("question_ids") is None)
        mask = self.mask(x, attention_mask, cache, causal=causal)
        turns = rotary(positions, self.config.head_dim, self.config.rope_theta)
        return Context(mask, turns, kinds, real, pool, causal, cache)

    def mask(self, x: Tensor, padding: Tensor | None, cache: Cache | None, *, causal: bool) -> Tensor | None:
        """What each position sees, in the form that the attention implementation wants."""
        if not causal:
            return create_bidirectional_mask(self.config, x, padding, cache=cache)
        windowed = self.config.window_size is not None
        create = create_sliding_window_causal_mask if windowed else create_causal_mask
        return create(config=self.config, inputs_embeds=x, attention_mask=padding, cache=cache)

    def run(self, x: Tensor, context: Context) -> tuple[Tensor, tuple[Routing, ...]]:
        """All layers and the last norm."""
        decided = []
        for layer in self.layers:
            x, routing = layer(x, context)
            decided.append(routing)
        return self.norm(x), tuple(decided)

    def answer(self, output: R1Output, x: Tensor, question: Tensor, labels: Tensor | None, inputs: R1Inputs) -> None:
        """Fills in what was asked: labels of positions, links of pairs, values of marks; and adds their losses."""
        losses = []
        if (pairs := inputs.get("pairs")) is not None:
            output.links = self.link(x, pairs)
            if (truth := inputs.get("pair_labels")) is not None:
                losses.append(link_loss(output.links, truth))
        if (truth := inputs.get("values")) is not None:
            output.value, output.spread = self.read(x)
            losses.append(read_loss(output.value, output.spread, truth))
        if not losses and output.links is None:
            output.logits = self.tag(x, question)
            if labels is not None:
                losses.append(tag_loss(output.logits, labels))
        output.loss = torch.stack(losses).sum() if losses else None

    def next_token(self, x: Tensor) -> Tensor:
        """Logits (B, T, V): the output layer is the token table."""
        return F.linear(x, self.embeddings.tokens.weight)

    def add_costs(self, output: R1Output, routing: tuple[Routing, ...], context: Context) -> None:
        """Cost of open experts and, where chosen, of uneven load; part of the loss while training."""
        least, most = self.config.pool_size
        costs = [self.config.pool_cost * (context.pool.size - least).mean() / max(most - least, 1)]
        method, rate = self.config.balancing
        if method == "auxiliary":
            sizes = [router.tier.sizes for router in self.routers()]
            uneven = [balance_loss(made, context.real, size) for made, size in zip(routing, sizes, strict=True)]
            costs.append(rate * torch.stack(uneven).mean())
        output.aux_loss = torch.stack(costs).sum()
        if output.loss is not None and self.training:
            output.loss = output.loss + output.aux_loss


def kinds_of(positions: Tensor | None, inputs: R1Inputs) -> Tensor:
    """The kind of each position (B, T); text where nothing is said."""
    if (kinds := inputs.get("token_type_ids")) is not None:
        return kinds
    for part in (positions, inputs.get("piece_ids"), inputs.get("boxes")):
        if part is not None:
            return torch.zeros(part.shape[:2], dtype=torch.long, device=part.device)
    raise ValueError("nothing to read: give input_ids, piece_ids, boxes, token_type_ids or inputs_embeds")


AutoConfig.register("r1", R1Config)
AutoModel.register(R1Config, R1Model)
