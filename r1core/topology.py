"""The experts of each tier: which groups there are, how large, and which positions they own.

A tier is a run of layers that share one layout of experts. Groups are named; a group that bears the name of a
position kind (text, image, code) owns the positions of that kind, every other group is open to all and the router
learns whom it serves. Nothing here needs torch: the numpy engine reads the same layout.

    full form    {"layer1": {"text": 3, "code": 2, "image": 3}, "layer2": {...}, "layer3": {...}, "layer4": {...}}
    short form   {"text": 6, "code": 2}      the first tier, written anew; the other tiers stay as published
"""

from __future__ import annotations

from dataclasses import dataclass

POSITION_KINDS = ("text", "image", "code")  # token_type_ids 0, 1, 2
TIERS = ("layer1", "layer2", "layer3", "layer4")
MOST_EXPERTS = 256  # of one tier: more is a typing error at the sizes this model has

PUBLISHED: dict[str, dict[str, int]] = {
    "layer1": {"text": 3, "code": 2, "image": 3},
    "layer2": {"text_syntactic": 4, "text_semantic": 4},
    "layer3": {"multimodal_fusion": 8},
    "layer4": {"output_refinement": 8},
}


@dataclass(frozen=True)
class Tier:
    """The groups of one tier, in the order in which their experts are stored: by name, for JSON keeps no other."""

    name: str
    groups: tuple[tuple[str, int], ...]  # (name, experts)

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(size for _, size in self.groups)

    @property
    def experts(self) -> int:
        return sum(self.sizes)

    @property
    def group_of(self) -> tuple[int, ...]:
        """The group of each expert."""
        return tuple(group for group, size in enumerate(self.sizes) for _ in range(size))

    @property
    def owners(self) -> tuple[tuple[bool, ...], ...]:
        """Position kind by group: may a position of this kind enter the group at all?"""
        names = [name for name, _ in self.groups]
        return tuple(self._entries(kind, names) for kind in POSITION_KINDS)

    @staticmethod
    def _entries(kind: str, names: list[str]) -> tuple[bool, ...]:
        owned = tuple(name == kind for name in names)
        shared = tuple(name not in POSITION_KINDS for name in names)
        if any(owned):
            return tuple(mine or everyone for mine, everyone in zip(owned, shared, strict=True))
        return shared if any(shared) else (True,) * len(names)


def full_form(given: object) -> dict[str, dict[str, int]]:
    """The checked full form of what a user wrote; raises ValueError with what is wrong and what would be right."""
    if not isinstance(given, dict) or not given:
        raise ValueError(f"expert_config is a dictionary of tiers or of groups, not {given!r}")
    if all(isinstance(value, dict) for value in given.values()):
        return _checked_tiers(given)
    if any(isinstance(value, dict) for value in given.values()):
        raise ValueError("expert_config mixes tiers and groups: write all four tiers, or only groups of the first")
    return {**PUBLISHED, "layer1": _checked_groups("layer1", given)}


def tiers_of(expert_config: dict[str, dict[str, int]]) -> tuple[Tier, ...]:
    """The tiers of a checked full form."""
    return tuple(Tier(name, tuple(sorted(expert_config[name].items()))) for name in TIERS)


def _checked_tiers(given: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    unknown, missing = [n for n in given if n not in TIERS], [n for n in TIERS if n not in given]
    if unknown or missing:
        raise ValueError(f"expert_config has the tiers {', '.join(TIERS)}; unknown {unknown}, missing {missing}")
    return {name: _checked_groups(name, given[name]) for name in TIERS}


def _checked_groups(tier: str, groups: dict[str, int]) -> dict[str, int]:
    for name, size in groups.items():
        if not isinstance(name, str) or not name.isidentifier():
            raise ValueError(f"expert_config[{tier!r}]: a group's name is a word, not {name!r}")
        if isinstance(size, bool) or not isinstance(size, int) or size < 1:
            raise ValueError(f"expert_config[{tier!r}][{name!r}]: experts are a whole number from 1, not {size!r}")
    if not 1 <= sum(groups.values()) <= MOST_EXPERTS:
        raise ValueError(f"expert_config[{tier!r}]: 1 to {MOST_EXPERTS} experts, not {sum(groups.values())}")
    return dict(groups)
