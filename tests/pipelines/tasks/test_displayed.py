"""A page printed sideways: stages read it upright, the result speaks of the page as a viewer displays it."""

from __future__ import annotations

from pathlib import Path

import pymupdf

from pipelines import registry
from pipelines.contracts import Context
from pipelines.tasks import extract


def test_boxes_lie_on_the_displayed_page(tmp_path: Path) -> None:
    path = tmp_path / "sideways.pdf"
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        for row, words in enumerate((("Item", "2022", "2021"), ("Apples", "1,234", "987"), ("Pears", "78", "65"))):
            for column, word in enumerate(words):
                page.insert_text((100 + 14 * row, 700 - 120 * column), word, rotate=90, fontsize=9)
        for line in range(12):
            page.insert_text(
                (200 + 14 * line, 760),
                f"A line of prose, number {line}, printed along the side of the page",
                rotate=90,
                fontsize=9,
            )
        document.save(path)
    result = extract.run(path, extract.Params(), Context(registry.load("backends", "null").connect("")))
    boxes = [(r.bbox, r.text) for r in result.regions or ()] + [
        (c.bbox, c.text) for t in result.tables or () for c in t.cells
    ]
    with pymupdf.open(path) as document:
        for word in ("1,234", "prose,"):
            (x0, y0, x1, y1) = document[0].search_for(word)[0]
            holders = [b for b, text in boxes if word in text]
            assert holders and all(
                b.x0 - 1 <= x0 and b.top - 1 <= y0 and b.x1 + 1 >= x1 and b.bottom + 1 >= y1 for b in holders
            )
