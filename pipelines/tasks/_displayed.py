"""Boxes of pages that were turned so that their sideways text stands upright, put back onto the page as displayed.

Stages see upright pages only. What leaves a task is for people and viewers, who see the page as it is displayed.
"""

from __future__ import annotations

from typing import TypeVar

from data.schemas import BBox, Document, Page, Record

R = TypeVar("R", bound=Record)


def as_displayed(record: R, document: Document) -> R:
    """The same record, every box (and those of its parts) in the coordinates of the displayed page."""
    turned = {page.number: page for page in document.pages if page.turn}
    return _turned_back(record, turned) if turned else record


def _turned_back(record: R, turned: dict[int, Page]) -> R:
    changes: dict[str, object] = {}
    for name in type(record).model_fields:
        before = getattr(record, name)
        after = _part(before, turned)
        if after is not before:
            changes[name] = after
    box, page = getattr(record, "bbox", None), turned.get(getattr(record, "page", 0))
    if page is not None and isinstance(box, BBox):
        changes["bbox"] = page.displayed(box)
    return record.model_copy(update=changes) if changes else record


def _part(value: object, turned: dict[int, Page]) -> object:
    """The value itself where nothing in it stands on a turned page."""
    if isinstance(value, Record):
        return _turned_back(value, turned)
    if isinstance(value, tuple) and not isinstance(value, BBox):
        parts = tuple(_part(part, turned) for part in value)
        return parts if any(a is not b for a, b in zip(parts, value, strict=True)) else value
    return value
