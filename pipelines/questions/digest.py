"""Digest: a Reading as questions see it; tables get the heading that stands over them."""

from __future__ import annotations

from collections.abc import Sequence

from data.schemas import Digest, Reading, Region, Sentence, Table, lines_of

HEADINGS = ("section_header", "title", "caption")
REACH = 90.0  # points above a table in which a line of text speaks of it
LONGEST = 160  # characters of what is taken from there


def digest_of(reading: Reading) -> Digest:
    """Facts whole, tables as rows, sentences without the places of their numbers."""
    lines = tuple(line for table in reading.tables for line in lines_of(table, over(table, reading.regions)))
    sentences = tuple(Sentence(s.text, s.page, s.bbox, s.section) for s in reading.sentences)
    return Digest(reading.info, reading.facts, lines, sentences)


def over(table: Table, regions: Sequence[Region]) -> str:
    """The nearest heading above the table on its page, and the line of text right above it."""
    above = [r for r in regions if r.page == table.page and r.text and r.bbox.bottom <= table.bbox.top + 2]
    heading = max((r for r in above if r.label in HEADINGS), key=lambda r: r.bbox.bottom, default=None)
    near = max((r for r in above if r.label == "text"), key=lambda r: r.bbox.bottom, default=None)
    parts = [heading.text] if heading else []
    if near and near.bbox.bottom >= table.bbox.top - REACH and (not heading or near.bbox.top >= heading.bbox.top):
        parts.append(near.text[-LONGEST:])
    return " · ".join(" ".join(part.split())[:LONGEST] for part in parts)
