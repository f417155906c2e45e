"""Review: a contract held against a rule pack, and against itself.

Chain: document -> script (text with places) -> passages -> hits of each rule -> verdicts -> findings; beside it the
checks of the contract against itself, and what hides in it.
"""

from __future__ import annotations

from .explain import explain
from .measure import limits_of as check_limits
from .packs import SHIPPED, Pack, Rule, load_pack
from .review import review

__all__ = ["SHIPPED", "Pack", "Rule", "check_limits", "explain", "load_pack", "review"]
