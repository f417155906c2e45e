"""R1: one stack of experts that reads pages and statements, answers questions about them, and writes.

    picture ─ vision ─┐                                                              ┌─ tag   label of each word
    words ─ embeddings ┴─ tier 1 ─ tier 2 ─ bridge ─ tier 3 ─ conflict ─ tier 4 ─ norm ┼─ link  do two belong together
               │                                                                     ├─ read  value of a mark
               └─ complexity: how many experts this request opens                    └─ next token (the token table)
    dispute ─ conflict ─ judge: which reading to keep

A request with a question is read, one without is written; `causal` says otherwise. Pictures are optional, and what a
request lacks costs nothing. Written on the conventions of transformers 5, so that `from_pretrained`, Auto classes,
`Trainer`, caches and streaming are its own.

Shapes: B requests, T words, K image tokens before them, D width, L labels, V vocabulary, R readings.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import AutoModel
from transformers.cache_utils import Cache, DynamicCache
from transformers.masking_utils import create_bidirectional_mask, create_causal_mask, create_sliding_window_causal_mask
from transformers.utils.output_capturing import capture_outputs
from typing_extensions import Unpack

from r1core.base import R1PreTrainedModel
from r1core.bridge import R1Alignment, R1Bridge
from r1core.config import R1Config
from r1core.conflict import R1ConflictLayer, conflict_loss
from r1core.decoder import Context, DecoderLayer, Positions, Regions, kept
from r1core.heads import LinkHead, OwnHead, ReadHead, TagHead, link_loss, next_token_loss, read_loss, tag_loss
from r1core.layers import Embeddings, RMSNorm, rotary
from r1core.outputs import R1Inputs, R1Output
from r1core.readings import FEATURES, RELATIONS
from r1core.routing import Complexity, PoolRequest, Routing, balance_loss, pool_cost
from r1core.topology import POSITION_KINDS
from r1core.vision import Patches, R1VisionEncoder


class R1Model(R1PreTrainedModel):
    """The model with its heads: give it labels, pairs, values or a kept reading and it returns the loss too."""

    def __init__(self, config: R1Config) -> None:
        super().__init__(config)
        width, tiers = config.hidden_size, config.tier_of_layer
        self.embeddings = Embeddings(config)
        self.vision = R1VisionEncoder(
            config.patch_size, config.vision_hidden_size, config.vision_layers, config.vision_heads, width
        )
        self.complexity = Complexity(config)
        self.layers = nn.ModuleList([DecoderLayer(config, config.tiers[tier], i) for i, tier in enumerate(tiers)])
        self.bridge = R1Bridge(width, config.bridge_heads)
        self.alignment = R1Alignment(width)
        self.conflict = R1ConflictLayer(width, config.conflict_hidden_size)
        self.conflict_gate = nn.Parameter(torch.zeros(()))  # closed: a model of words loses nothing
        self.norm = RMSNorm(width, config.rms_norm_eps)
        self.tag, self.link, self.read = TagHead(config), LinkHead(config), ReadHead(config)
        if config.own_width:
            self.own = OwnHead(config.own_width, len((config.questions or {})["concept"]))
        self.post_init()

    def get_input_embeddings(self) -> nn.Module:
        return self.embeddings.tokens

    def set_input_embeddings(self, value: nn.Module) -> None:
        assert isinstance(value, nn.Embedding)
        self.embeddings.tokens = value

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
        if inputs.get("dispute_features") is not None:
            return self.judge(inputs)
        if inputs.get("use_cache") and cache is None:
            cache = DynamicCache(config=self.config)
        positions = self.positions(input_ids, attention_mask, inputs_embeds, inputs)
        if inputs.get("pixel_values") is not None and kept(cache).regions is None:
            positions = self.pictures(inputs).before(positions)
        context = self.context(positions, attention_mask, cache, inputs)
        x, routing = self.run(positions, context)
        output = R1Output(last_hidden_state=x, cache=cache, pool_size=context.pool.size)
        self.answer(output, x, labels, inputs)
        if self.training:
            self.add_costs(output, routing, context)
        if inputs.get("output_router_logits"):
            output.routing, output.kinds, output.real = routing, positions.kinds, positions.real
        return output

    # ---------------------------------------------------------------- in

    def positions(
        self, input_ids: Tensor | None, mask: Tensor | None, inputs_embeds: Tensor | None, inputs: R1Inputs
    ) -> Positions:
        """The words of a request."""
        kinds = kinds_of(input_ids if inputs_embeds is None else inputs_embeds, inputs)  # (B, T)
        x = self.embeddings(kinds, input_ids, inputs) if inputs_embeds is None else inputs_embeds  # (B, T, D)
        real = torch.ones_like(kinds, dtype=torch.bool)
        if mask is not None and mask.dim() == 2:
            real = mask[:, -kinds.shape[1] :].bool()
        boxes = inputs.get("boxes")
        return Positions(x, kinds, real, x.new_zeros(*kinds.shape, 4) if boxes is None else boxes)

    def pictures(self, inputs: R1Inputs) -> Positions:
        """The image tokens of a request."""
        boxes, present = inputs["image_boxes"], inputs["image_present"].bool()
        features = self.get_image_features(inputs)
        x = self.embeddings.pictures(features, boxes, inputs.get("question_ids"))
        kinds = torch.full_like(present, POSITION_KINDS.index("image"), dtype=torch.long)
        return Positions(x, kinds, present, boxes)

    def get_image_features(self, inputs: R1Inputs) -> Tensor:
        """Patches to image tokens (B, K, D)."""
        patches = Patches(
            inputs["pixel_values"].to(self.dtype), inputs["patch_places"], inputs["image_boxes"],
            inputs["image_present"].bool(),
        )  # fmt: skip
        return self.vision(patches)

    def context(
        self, positions: Positions, attention_mask: Tensor | None, cache: Cache | None, inputs: R1Inputs
    ) -> Context:
        """Mask, rotary positions and pool of this request."""
        x, real = positions.x, positions.real
        past = cache.get_seq_length() if cache is not None else 0
        order = torch.arange(past, past + x.shape[1], device=x.device)[None]  # (1, K + T)
        if (given := inputs.get("position_ids")) is not None and not positions.pictured:
            order = given
        causal = inputs.get("causal", inputs.get("question_ids") is None)
        mask = self.mask(positions, attention_mask, cache, causal=causal)
        turns = rotary(order, self.config.head_dim, self.config.rope_theta)
        choosers = choosing(positions, inputs)
        pool = PoolRequest(self.complexity(x, choosers), choosers)
        passed = {key: value for key, value in inputs.items() if key not in R1Inputs.__annotations__}
        return Context(mask, turns, positions.kinds, real, pool, causal, cache, passed)

    def mask(self, positions: Positions, padding: Tensor | None, cache: Cache | None, *, causal: bool) -> Tensor | None:
        """What each position sees, in the form that the attention implementation wants."""
        padding = with_pictures(positions, padding, cache)
        if not causal:
            return create_bidirectional_mask(self.config, positions.x, padding, cache=cache)
        windowed = self.config.window_size is not None
        create = create_sliding_window_causal_mask if windowed else create_causal_mask
        return create(config=self.config, inputs_embeds=positions.x, attention_mask=padding, cache=cache)

    # ---------------------------------------------------------------- through

    def run(self, positions: Positions, context: Context) -> tuple[Tensor, tuple[Routing, ...]]:
        """All layers and the last norm; words (B, T, D) and what each router decided."""
        x, told, decided = positions.x, None, []
        third, fourth = self.config.tier_of_layer.index(2), self.config.tier_of_layer.index(3)
        for index, layer in enumerate(self.layers):
            if index == third:
                x, told = self.look(x, positions, context)
            if index == fourth and told is not None:
                x = self.weigh(x, told, positions.pictured)
            x, routing = layer(x, context)
            decided.append(routing)
        return self.norm(x[:, positions.pictured :]), tuple(decided)

    def look(self, x: Tensor, positions: Positions, context: Context) -> tuple[Tensor, Tensor | None]:
        """The bridge: what the picture tells each word is added to it, and returned for the conflict layer."""
        memory, pictured = kept(context.cache), positions.pictured
        if pictured:
            memory.regions = Regions(x[:, :pictured], positions.boxes[:, :pictured], positions.real[:, :pictured])
        if (regions := memory.regions) is None:
            return x, None
        words, boxes = x[:, pictured:], positions.boxes[:, pictured:]
        told, _ = self.bridge(words, boxes, regions.x, regions.boxes, regions.present)
        return torch.cat([x[:, :pictured], words + told], dim=1), told

    def weigh(self, x: Tensor, told: Tensor, pictured: int) -> Tensor:
        """The conflict layer inside: a word as it stands against what its pixels say, two readings of one thing."""
        words = x[:, pictured:]
        readings = torch.stack([words, told], dim=2).flatten(0, 1)  # (B·T, 2, D)
        features = readings.new_zeros(len(readings), 2, FEATURES)
        relations = readings.new_zeros(len(readings), 2, 2, RELATIONS)
        present = torch.ones(len(readings), 2, dtype=torch.bool, device=x.device)
        fused = self.conflict(features, relations, present, readings).fused.view_as(words)
        return torch.cat([x[:, :pictured], words + self.conflict_gate.tanh() * fused], dim=1)

    # ---------------------------------------------------------------- out

    def answer(self, output: R1Output, x: Tensor, labels: Tensor | None, inputs: R1Inputs) -> None:
        """Fills in what was asked: links of pairs, values of marks, labels of words, next tokens; adds their losses."""
        losses, question = [], inputs.get("question_ids")
        if (pairs := inputs.get("pairs")) is not None:
            output.links = self.link(x, pairs)
            if (truth := inputs.get("pair_labels")) is not None:
                losses.append(link_loss(output.links, truth))
        if (truth := inputs.get("values")) is not None:
            output.value, output.spread = self.read(x)
            losses.append(read_loss(output.value, output.spread, truth))
        if question is not None and output.links is None and output.value is None:
            output.logits = self.tag(x, question)
            if labels is not None:
                losses.append(tag_loss(output.logits, labels, inputs.get("weights")))
        if question is None and labels is not None:
            output.logits = self.next_token(x)
            losses.append(next_token_loss(output.logits, labels))
        output.loss = torch.stack(losses).sum() if losses else None

    def judge(self, inputs: R1Inputs) -> R1Output:
        """Disputes: which reading to keep, the last logit is "undecidable"."""
        features, relations = inputs["dispute_features"].to(self.dtype), inputs["dispute_relations"].to(self.dtype)
        verdict = self.conflict(features, relations, inputs["dispute_present"].bool())
        truth = inputs.get("dispute_kept")
        loss = None if truth is None else conflict_loss(verdict.logits, truth)
        return R1Output(loss=loss, logits=verdict.logits, verdict=verdict)

    def next_token(self, x: Tensor) -> Tensor:
        """Logits (B, T, V): the output layer is the token table."""
        return F.linear(x, self.embeddings.tokens.weight)

    def add_costs(self, output: R1Output, routing: tuple[Routing, ...], context: Context) -> None:
        """Adds to the loss what pools beside their budget cost and, where chosen, what uneven load costs."""
        pools = pool_cost(context.pool.size, context.kinds, context.real, self.config.pool_budget)
        costs = [self.config.pool_cost * pools]
        method, rate = self.config.balancing
        if method == "auxiliary":
            sizes = [router.tier.sizes for router in self.routers()]
            uneven = [balance_loss(made, context.real, size) for made, size in zip(routing, sizes, strict=True)]
            costs.append(rate * torch.stack(uneven).mean())
        output.aux_loss = torch.stack(costs).sum()
        if output.loss is not None:
            output.loss = output.loss + output.aux_loss


def kinds_of(positions: Tensor | None, inputs: R1Inputs) -> Tensor:
    """The kind of each word (B, T); text where nothing is said."""
    if (kinds := inputs.get("token_type_ids")) is not None:
        return kinds
    for part in (positions, inputs.get("piece_ids"), inputs.get("boxes")):
        if part is not None:
            return torch.zeros(part.shape[:2], dtype=torch.long, device=part.device)
    raise ValueError("nothing to read: give input_ids, piece_ids, boxes, token_type_ids or inputs_embeds")


def with_pictures(positions: Positions, padding: Tensor | None, cache: Cache | None) -> Tensor | None:
    """A padding mask of words (B, past + T) made one of image tokens and words (B, K + past + T)."""
    seen = kept(cache).regions
    present = positions.real[:, : positions.pictured] if seen is None else seen.present
    if not present.shape[1] or (padding is not None and padding.dim() != 2):
        return padding
    if padding is None:
        past = 0 if cache is None else cache.get_seq_length()
        padding = present.new_ones(len(present), past + positions.x.shape[1] - present.shape[1])
    return torch.cat([present, padding.bool()], dim=1)


def choosing(positions: Positions, inputs: R1Inputs) -> Tensor:
    """The positions whose wishes make the pool (B, K + T): image tokens, and the words of `pool_mask`."""
    words = inputs.get("pool_mask")
    if words is None:
        return positions.real
    return torch.cat([positions.real[:, : positions.pictured], words.bool()], dim=1) & positions.real


AutoModel.register(R1Config, R1Model)
