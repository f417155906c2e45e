"""Two independent pieces of work at once: one on a second core where there is one, the other here.

What the helper makes comes back pickled; it was forked from us and ran our code, so it is trusted as we are.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import TypeVar

from pipelines._beside import Beside, spare_core

There = TypeVar("There")
Here = TypeVar("Here")


def both(there: Callable[[], There], here: Callable[[], Here]) -> tuple[There, Here]:
    """The answers of both. A helper that dies, or whose work fails, leaves its work to us: the error shows here."""
    if not spare_core():
        return there(), here()
    with Beside(lambda: pickle.dumps(there())) as helper:
        mine = here()
        made = helper.value()
    return (there() if made is None else pickle.loads(made)), mine
