"""A whole result of a real filing (Netflix, 10-K for 2015) with its report, and one in which the document lies."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data.schemas import (
    BBox,
    Cell,
    Check,
    Conflict,
    Document,
    DocumentInfo,
    Fact,
    Finding,
    Period,
    Provenance,
    Reading,
    Region,
    Result,
    Sentence,
    Table,
)
from pipelines.reports import write_report

NETFLIX = Path(__file__).parents[1] / "netflix_2015.json"
BOX = BBox(50, 100, 120, 112)
HOSTILE = (
    '<script>alert("x")</script>',
    "</script><img src=x onerror=alert(1)>",
    '=HYPERLINK("http://evil.example","x")',
    '#set page(fill: red) #read("/etc/passwd") $x$ *b* _i_ `c` @ref <label> \\',
    "| a | b [link](http://evil.example) ![i](http://evil.example/i.png) {{ 7*7 }} {% raw %}",
    "\u202eesrever \u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd \u200b\ufeff\U0001f600 \u0007",
)


def with_report(result: Result, language: str, drivers: tuple[tuple[Sentence, str], ...] = ()) -> Result:
    document = Document(result.document.sha256, result.document.name, "", result.document.media_type, ())
    reading = Reading(document, result.document, facts=result.facts or (), conflicts=result.conflicts or ())
    report = write_report(reading, result.checks or (), result.findings or (), language, drivers)
    return result.model_copy(update={"report": report})


@pytest.fixture(scope="session", params=["en", "zh"])
def netflix(request: pytest.FixtureRequest) -> Result:
    recorded = json.loads(NETFLIX.read_text(encoding="utf-8"))
    result = Result.model_validate_json(json.dumps(recorded["result"]))
    drivers = tuple(
        (Sentence(s["text"], s["page"], BBox(*s["bbox"]), s["section"]), concept) for s, concept in recorded["drivers"]
    )
    return with_report(result, request.param, drivers)


@pytest.fixture
def source(samples: Path) -> Path:
    return samples / "netflix_2015_10k.pdf"


@pytest.fixture
def hostile() -> Result:
    """Markup, formulas and odd characters wherever a document's words can reach, and a number of forty digits."""
    facts = tuple(
        Fact(
            id=f"f{number}",
            concept=concept,
            label=HOSTILE[number % len(HOSTILE)],
            statement="income",
            scope="consolidated" if number % 2 else f"segment:{HOSTILE[number % len(HOSTILE)]}",
            value=Decimal(value),
            unit="USD",
            period=Period(start=date(2023, 1, 1), end=date(2023, 12, 31)),
            confidence=0.5,
            provenance=(Provenance(page=1, bbox=BOX, text=HOSTILE[number % len(HOSTILE)]),),
        )
        for number, (concept, value) in enumerate(
            [("Revenues", "9" * 40), ("Revenues", "1000"), ("NetIncomeLoss", "-1"), ("Assets", "0"), ("r1:Odd", "5.5")]
        )
    )
    info = DocumentInfo(
        sha256="0" * 64, name=HOSTILE[0], media_type="application/pdf", pages=1, entity=HOSTILE[1], form=HOSTILE[3],
        currency="USD", notes=HOSTILE,
    )  # fmt: skip
    places = tuple(Provenance(page=1, bbox=BOX, text=text) for text in HOSTILE)
    finding = Finding(rule="x.y", level="error", kind="fail", message=HOSTILE[0], provenance=places,
                      properties={HOSTILE[0]: HOSTILE[3]})  # fmt: skip
    check = Check(rule="c", kind="fail", facts=("f1",), difference=Decimal("1E+30"), message=HOSTILE[3])
    conflict = Conflict(facts=("f0", "f1"), kept="f1", weights={"f0": 0.1, "f1": 0.9}, reason=HOSTILE[0])
    result = Result(
        task="report", document=info, facts=facts, conflicts=(conflict,), checks=(check,), findings=(finding,),
        tables=(hostile_table("t1"), hostile_table("t2")),
        regions=tuple(
            Region(page=1, label="text", bbox=BOX, order=i, confidence=1, text=t) for i, t in enumerate(HOSTILE)
        ),
    )  # fmt: skip
    return with_report(result, "en", tuple((Sentence(text, 1, BOX), "Revenues") for text in HOSTILE))


def hostile_table(name: str) -> Table:
    """A head over two columns, then a row for every hostile text."""
    cells = [Cell(row=0, column=0, column_span=2, header=True, text=HOSTILE[2], page=1, bbox=BOX)]
    for row, text in enumerate(HOSTILE, start=1):
        cells.append(Cell(row=row, column=0, text=text, page=1, bbox=BOX))
        cells.append(Cell(row=row, column=1, text="(1,234)", page=1, bbox=BOX))
    return Table(
        id=name, page=1, bbox=BOX, caption="A [very] long: caption / of * a ? table " * 2, n_rows=len(HOSTILE) + 1,
        n_columns=2, confidence=1, cells=tuple(cells),
    )  # fmt: skip
