"""Other experts for a trained model: groups grow or shrink by a stated rule, and nothing is initialised anew.

    a group grows      expert j of the new group is a copy of old expert j mod n; the copies of one expert share its
                       probability, so the model answers as before and training tells them apart
    a group shrinks    expert j is the mean of the old experts i with i mod m = j and gets the sum of their probability
    a group is new     it starts as copies of the tier's experts, in their order
    a group goes       its experts are dropped, and said to be; the positions that it owned enter the groups that stay

Sparse upcycling, Komatsuzaki et al. 2022 (arXiv:2212.05055), is the first rule with one old expert.

Shapes: E experts, D width, I inner width.
"""

from __future__ import annotations

import logging
from typing import Any, TypeVar

import torch
from torch import Tensor
from transformers import PreTrainedModel

from r1core.config import R1Config
from r1core.moe import MoE
from r1core.topology import Tier

M = TypeVar("M", bound=PreTrainedModel)
_log = logging.getLogger(__name__)

Sources = tuple[tuple[int, ...], ...]  # for each new expert, the old ones that it is made of


def with_experts(model: M, expert_config: dict[str, Any]) -> M:
    """The same model with other experts; what happened to each group is logged."""
    config = R1Config.from_dict({**model.config.to_dict(), "expert_config": expert_config})
    if config.expert_config == model.config.expert_config:
        return model
    for line in changes(model.config, config):
        _log.warning(line)
    changed = type(model)(config)
    state = model.state_dict()
    for name, module in model.named_modules():
        if isinstance(module, MoE):
            new = changed.get_submodule(name)
            assert isinstance(new, MoE)
            state |= {f"{name}.{key}": value for key, value in _moved(module, new.router.tier).items()}
    changed.load_state_dict(state, strict=True)
    return changed.to(device=model.device, dtype=model.dtype).train(model.training)


def sources(old: Tier, new: Tier) -> Sources:
    """Which old experts each new one is made of."""
    starts = {name: sum(old.sizes[:index]) for index, (name, _) in enumerate(old.groups)}
    had = dict(old.groups)
    made: list[tuple[int, ...]] = []
    for name, size in new.groups:
        if name not in had:
            made += [(expert % old.experts,) for expert in range(size)]
        elif size >= had[name]:
            made += [(starts[name] + expert % had[name],) for expert in range(size)]
        else:
            made += [tuple(range(starts[name] + expert, starts[name] + had[name], size)) for expert in range(size)]
    return tuple(made)


def changes(old: R1Config, new: R1Config) -> list[str]:
    """What happens to each group, in words."""
    lines = []
    for before, after in zip(old.tiers, new.tiers, strict=True):
        had, has = dict(before.groups), dict(after.groups)
        for name in {**had, **has}:
            if had.get(name) != has.get(name):
                lines.append(f"{before.name}: {name} {_change(had.get(name), has.get(name))}")
    return lines


def _change(had: int | None, has: int | None) -> str:
    if had is None:
        return f"is new: {has} copies of the tier's experts"
    if has is None:
        return f"is dropped with its {had} experts"
    return f"{'grows by copies' if has > had else 'shrinks to means'} from {had} to {has} experts"


def _moved(moe: MoE, tier: Tier) -> dict[str, Tensor]:
    """Every weight of a layer's router and experts that depends on the topology."""
    router, made = moe.router, sources(moe.router.tier, tier)
    prior = torch.stack([router.prior[list(old)].logsumexp(0) for old in made])
    return {
        "experts.gate_up_proj": _means(moe.experts.gate_up_proj, made),
        "experts.down_proj": _means(moe.experts.down_proj, made),
        "router.keys": _means(router.keys, made),
        "router.bias": _means(router.bias, made),
        "router.prior": prior - _copies(made, tier).log().to(prior),
        "router.group.weight": _gates(router.group.weight, router.tier, tier),
        "router.group.bias": _gates(router.group.bias, router.tier, tier),
    }


def _means(weights: Tensor, made: Sources) -> Tensor:
    return torch.stack([weights[list(old)].mean(0) for old in made])


def _copies(made: Sources, tier: Tier) -> Tensor:
    """How many experts of a new expert's group have the same source."""
    groups = tier.group_of
    mine = list(zip(made, groups, strict=True))
    return torch.tensor([float(mine.count(pair)) for pair in mine])


def _gates(rows: Tensor, old: Tier, new: Tier) -> Tensor:
    """Rows of the modality gate by group; a new group starts from the mean of the old ones."""
    places = {name: index for index, (name, _) in enumerate(old.groups)}
    return torch.stack([rows[places[name]] if name in places else rows.mean(0) for name, _ in new.groups])
