"""report.html: the report as one file that opens offline, every number a link to the picture of its place on the page.

Strict by construction: a content security policy that allows one script and one style by their hash and images from
data URIs; text of the document reaches the page escaped, and the script only ever through `textContent`.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from data.knowledge import as_text, knowledge
from data.schemas import BBox, Fact, KeyFigure, Plot, Provenance, Result

from ._cited import cited_ids, cited_quotes
from ._crops import Crop, pick_pages, take_crops
from ._files import write_file
from ._grid import GridRow
from ._page import Page
from ._svg import draw, sparkline
from ._words import page_reference

MEDIA_TYPE = "text/html"
TASKS = ("report",)
SHAPES = {"error": "■", "warning": "▲", "note": "●", "pass": "✓", "fail": "✕", "review": "◇", "open": "○"}
MOST_PLACES = 6  # boxes of a derived fact that are shown


def export(result: Result, source: Path, folder: Path) -> tuple[str, ...]:
    """Write report.html."""
    return write_file(folder, "report.html", render(result, source))


def render(result: Result, source: Path) -> str:
    """The whole page as text."""
    page = Page(result)
    quotes = cited_quotes(page)
    crops = _crops(page, quotes, source)
    style, script = _style(), as_text("report/report.js")
    return _template().render(
        page=page,
        report=page.report,
        doc=result.document,
        w=page.words,
        totals=frozenset(knowledge("report/ui")["totals"]),
        style=Markup(style),
        style_hash=_hash(style),
        script=Markup(script),
        script_hash=_hash(script),
        data=Markup(_json(_evidence(page, quotes, crops))),
        **_helpers(page, quotes),
    )


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(as_text("report/report.html.j2"))


@cache
def _style() -> str:
    """The style sheet behind the design tokens, light and dark."""
    tokens = knowledge("report/tokens")

    def block(mode: str) -> str:
        return "".join(f"--{name}:{colour};" for name, colour in tokens[mode].items())

    family = f"--family:{tokens['type']['family']};"
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{block('dark')}}}}}"
    return f":root{{{block('light')}{family}}}{dark}\n{as_text('report/report.css')}"


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _json(value: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _crops(page: Page, quotes: Sequence[Provenance], source: Path) -> tuple[Crop, ...]:
    """Pictures of the pages that the report cites, and of the others as far as there is room."""
    cited = page.known(cited_ids(page))
    wanted = [place.page for fact in cited for place in fact.provenance] + [quote.page for quote in quotes]
    every = [place for fact in _shown(page) for place in fact.provenance]
    chosen = pick_pages(wanted, [place.page for place in every])
    boxes: dict[int, list[BBox]] = defaultdict(list)
    for place in (*every, *quotes):
        if place.page in chosen:
            boxes[place.page].append(place.bbox)
    return take_crops(source, page.result.document.media_type, boxes)


def _evidence(page: Page, quotes: Sequence[Provenance], crops: Sequence[Crop]) -> dict[str, Any]:
    """What the script shows when a number is asked for its place."""
    index = {crop.page: place for place, crop in enumerate(crops)}

    def place(where: Provenance) -> dict[str, Any]:
        box = [round(float(edge), 1) for edge in where.bbox]
        return {"page": where.page, "box": box, "crop": index.get(where.page, -1)}

    return {
        "page": "第#页" if page.tongue == "zh" else f"{page.words['page']} #",
        "none": page.words["no_picture"],
        "crops": [{"box": [round(float(edge), 1) for edge in crop.box], "src": crop.source} for crop in crops],
        "quotes": [place(quote) for quote in quotes],
        "facts": {
            fact.id: {
                "label": fact.label or fact.concept,
                "value": page.value(fact),
                "places": [place(where) for where in fact.provenance[:MOST_PLACES]],
                "more": _more(page, fact),
            }
            for fact in _shown(page)
        },
    }


def _shown(page: Page) -> list[Fact]:
    """The facts that the page lists or speaks of."""
    cited = set(cited_ids(page))
    return [fact for fact in page.facts.values() if fact.id not in page.left_out or fact.id in cited]


def _more(page: Page, fact: Fact) -> list[tuple[str, str]]:
    """Name and value of what is known about a fact."""
    words = page.words
    rows = [
        (words["period"], page.period(fact)),
        (words["printed"], fact.provenance[0].text if fact.method != "derived" else ""),
        (words["concept"], fact.concept),
        (words["scope"], fact.scope if fact.scope != "consolidated" else ""),
        (words["formula"], fact.formula or ""),
        (words["confidence"], page.doubt_text(fact) or f"{fact.confidence:.0%}"),
    ]
    return [(name, text) for name, text in rows if text]


def _helpers(page: Page, quotes: Sequence[Provenance]) -> dict[str, Callable[..., Any]]:
    """What the template asks beside its values."""
    numbers = {quote: number for number, quote in enumerate(quotes)}

    def hint(ids: Sequence[str]) -> str:
        """The exact printed text, the formula of a derived value, the doubt where there is one."""
        shown = [_hint(page, fact) for fact in page.known(ids)]
        return " · ".join(shown[:4])

    def dot(ids: Sequence[str]) -> str:
        doubts = {page.doubt(fact) for fact in page.known(ids)}
        return next((kind for kind in ("conflict", "low", "human") if kind in doubts), "")

    def spark(figure: KeyFigure) -> Markup:
        return Markup(sparkline([fact.value for fact in page.known(figure.trend)]))

    def cite(label: str, facts: tuple[str, ...]) -> str:
        return f'<a href="#{escape(facts[0])}" data-f="{escape(" ".join(facts))}">{label}</a>' if facts else label

    def plot_source(plot: Plot) -> str:
        return page.reference(page.known(one for line in plot.lines for facts in line.facts for one in facts))

    def row_pages(row: GridRow) -> str:
        return ", ".join(map(str, sorted({p.page for fact in row.facts if fact for p in fact.provenance[:1]})))

    return {
        "hint": hint,
        "dot": dot,
        "spark": spark,
        "draw": lambda plot: Markup(draw(plot, cite=cite)),
        "plot_source": plot_source,
        "row_pages": row_pages,
        "shape": lambda kind: SHAPES.get(kind, "○"),
        "quote_id": numbers.get,
        "page_text": lambda number: page_reference([number], page.tongue, page.words),
    }


def _hint(page: Page, fact: Fact) -> str:
    doubt = page.doubt_text(fact)
    told = fact.formula if fact.method == "derived" and fact.formula else fact.provenance[0].text
    return f"{told} ({doubt})" if doubt else told
