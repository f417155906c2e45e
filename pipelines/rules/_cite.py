"""Citations: from a printed amount to the fact read from it, and to its place on the page."""

from __future__ import annotations

from collections.abc import Iterable

from data.schemas import Amount, Fact, Provenance

MOST_QUOTES = 60  # places shown for one check


class FactIndex:
    """Facts by the page and box of the numbers they were read from."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._at: dict[tuple[int, int, int], list[str]] = {}
        for fact in facts:
            if fact.method != "derived":
                for place in fact.provenance:
                    self._at.setdefault(_key(place.page, place.bbox.x_mid, place.bbox.y_mid), []).append(fact.id)

    def of(self, amounts: Iterable[Amount | None]) -> tuple[str, ...]:
        """Ids of the facts that were read from these numbers, in their order, each once."""
        found = (i for a in amounts if a for i in self._near(a))
        return tuple(dict.fromkeys(found))

    def _near(self, amount: Amount) -> list[str]:
        return self._at.get(_key(amount.page, amount.bbox.x_mid, amount.bbox.y_mid), [])


def _key(page: int, x: float, y: float) -> tuple[int, int, int]:
    return page, round(x), round(y)


def quote(amounts: Iterable[Amount | None]) -> tuple[Provenance, ...]:
    """Where the numbers stand."""
    shown = [a for a in amounts if a][:MOST_QUOTES]
    return tuple(Provenance(page=a.page, bbox=a.bbox, text=a.text) for a in shown)
