"""report.html: offline, strict, every number a citation that has a picture."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from data.schemas import Result
from pipelines.exporters import report_html

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Tags(HTMLParser):
    """Every element with its attributes; complains about tags that close what is not open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def page(netflix: Result, source: Path) -> str:
    return report_html.render(netflix, source)


def evidence(page: str) -> dict[str, dict[str, object]]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert found
    loaded: dict[str, dict[str, object]] = json.loads(found[1])
    return loaded


def test_it_is_well_formed_and_fetches_nothing(page: str) -> None:
    tags = Tags(page)
    assert tags.open == []
    for tag, attributes in tags.found:
        assert tag not in ("link", "iframe", "object", "embed", "base", "img")
        for name in ("src", "href", "action", "style", "srcset"):
            value = attributes.get(name)
            assert value is None or (name == "href" and value.startswith("#")), (tag, name, value)
        assert not any(name.startswith("on") for name in attributes)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page)


def test_the_policy_allows_just_this_script_and_this_style(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1].startswith("default-src 'none'; img-src data:;")
    assert "unsafe" not in policy[1]
    for kind, tag in (("script-src", "script"), ("style-src", "style")):
        text = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)[-1]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy[1].replace("&#39;", "'")


def test_every_cited_number_leads_to_a_fact_with_place_and_picture(page: str) -> None:
    data = evidence(page)
    asked = [ids for _, attributes in Tags(page).found if (ids := attributes.get("data-f"))]
    assert len(asked) > 150
    for ids in asked:
        for one in ids.split():
            for place in data["facts"][one]["places"]:  # type: ignore[index]
                crop = data["crops"][place["crop"]]  # type: ignore[index]
                x0, top, x1, bottom = crop["box"]
                assert x0 <= place["box"][0] <= place["box"][2] <= x1
                assert top <= place["box"][1] <= place["box"][3] <= bottom


def test_a_crop_shows_ink_where_the_number_stands(page: str, netflix: Result) -> None:
    data = evidence(page)
    fact = next(f for f in netflix.facts or () if f.concept == "Revenues")
    place = data["facts"][fact.id]["places"][0]  # type: ignore[index]
    crop = data["crops"][place["crop"]]  # type: ignore[index]
    picture = Image.open(io.BytesIO(base64.b64decode(crop["src"].partition(",")[2]))).convert("L")
    scale = picture.width / crop["box"][2]
    box = place["box"]
    part = picture.crop(
        tuple(round(scale * (edge - off)) for edge, off in zip(box, (0, crop["box"][1]) * 2, strict=True))
    )
    assert part.getextrema()[0] < 90
    assert part.getextrema()[1] > 200


def test_it_is_small(page: str) -> None:
    assert len(page) < 1_000_000


def test_a_source_that_is_gone_leaves_the_pictures_out(netflix: Result, tmp_path: Path) -> None:
    page = report_html.render(netflix, tmp_path / "gone.pdf")
    assert evidence(page)["crops"] == []
    assert "data-f" in page


def test_a_photograph_is_cropped_in_its_own_pixels(netflix: Result, tmp_path: Path) -> None:
    Image.new("RGB", (2000, 3000), "white").save(tmp_path / "scan.png")
    fact = (netflix.facts or ())[0]
    moved = fact.provenance[0].model_copy(
        update={"page": 1, "bbox": type(fact.provenance[0].bbox)(1500, 2500, 1600, 2540)}
    )
    image = netflix.model_copy(
        update={
            "facts": (fact.model_copy(update={"provenance": (moved,)}),),
            "document": netflix.document.model_copy(update={"media_type": "image/png", "pages": 1}),
        }
    )
    crops = evidence(report_html.render(image, tmp_path / "scan.png"))["crops"]
    assert [crop["box"] for crop in crops] == [[0, 2350, 2000, 2690]]  # type: ignore[index]


def test_what_a_document_says_never_becomes_markup(hostile: Result, source: Path) -> None:
    page = report_html.render(hostile, source)
    tags = Tags(page)
    assert tags.open == []
    assert [tag for tag, _ in tags.found if tag == "script"] == ["script"] * 2
    assert not [tag for tag, _ in tags.found if tag == "img"]
    assert "alert(" in page
    assert "49" not in re.sub(r"\d{3,}", "", page.partition("{{ 7*7 }}")[1])


def test_dark_print_and_narrow_are_styled(page: str) -> None:
    for query in ("prefers-color-scheme:dark", "@media print", "max-width:480px"):
        assert query in page
