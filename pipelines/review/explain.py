"""Explain: a rule in words a reviewer can check, with how it is tested and its own examples."""

from __future__ import annotations

from pipelines.errors import UnknownPlugin

from .packs import SHIPPED, Rule, load_pack

KINDS = {
    "required": "must be there; absent is a fault",
    "forbidden": "must not be there",
    "optional": "may be there; silence is no fault",
    "statement": "entailed, contradicted or not mentioned",
}


def explain(rule: str, pack: str = "") -> str:
    """The rule by `id` or `pack.id`. Raise UnknownPlugin, with the nearest ids, where no pack has it."""
    names = (pack,) if pack else SHIPPED
    known: list[str] = []
    for name in names:
        loaded = load_pack(name)
        for candidate in loaded.rules:
            if rule.lower() in (candidate.id.lower(), f"{loaded.pack}.{candidate.id}".lower()):
                return _said(loaded.pack, candidate)
        known += [f"{loaded.pack}.{candidate.id}" for candidate in loaded.rules]
    near = [name for name in known if rule.lower().rpartition(".")[2][:5] in name.lower()][:6] or known[:6]
    raise UnknownPlugin(f"no rule is called {rule!r}; for example {', '.join(near)}")


def _said(pack: str, rule: Rule) -> str:
    lines = [f"{pack}.{rule.id}: {rule.title}", f"  {KINDS[rule.kind]}; severity {rule.severity}"]
    lines += [f"  {rule.reference}"] if rule.reference else []
    lines += [f"  asks: {rule.asks}"] if rule.asks else []
    for name in ("any", "against", "partial", "weak"):
        sources = getattr(rule, name)
        lines += [f"  {name}:", *(f"    {source}" for source in sources)] if sources else []
    if rule.threshold:
        limit = "".join(f" {side} {value:g}" for side in ("min", "max") if (value := getattr(rule.threshold, side)))
        lines.append(f"  measures: {rule.threshold.name} in {rule.threshold.unit}{limit}")
    for name in ("present", "partial", "contradicted", "absent"):
        lines += [f"  example, {name}: {text}" for text in getattr(rule.examples, name)]
    lines += [f"  remedy: {rule.remedy}"] if rule.remedy else []
    return "\n".join(lines) + "\n"
