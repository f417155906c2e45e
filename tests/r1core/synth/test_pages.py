"""Generated pages: every family sets every kind, words lie where they can be read, values are the statement's."""

import random
import re
from itertools import pairwise

import pytest
from PIL import Image

from r1core.synth import pages_image
from r1core.synth.pages import CELL_ROLES, PAGE_KINDS, REGIONS, ROW_ROLES, Page, width_of, wrapped
from r1core.synth.pages_documents import Source
from r1core.synth.pages_image import render
from r1core.synth.pages_styles import FAMILIES, styled
from r1core.synth.pages_table import statement_page
from r1core.synth.statements import Order, statement
from r1core.synth.statements_wordings import built_in

SOURCE = Source()


def made(kind: str, family: str, seed: int = 1) -> Page:
    chance = random.Random(f"{kind}/{family}/{seed}")
    return SOURCE.of(kind, styled(family, chance), chance)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_words_stand_on_the_page_beside_each_other(kind: str, family: str) -> None:
    page = made(kind, family)
    assert page.kind == kind and page.family == family and len(page.rows) > 3
    for row in page.rows:
        assert row.role in ROW_ROLES and row.region in REGIONS
        for word in row.words:
            x0, top, x1, bottom = word.box
            assert word.text.strip() == word.text != ""
            assert word.role in CELL_ROLES and x0 < x1 and top < bottom
            assert x0 > -30 and x1 < page.width + 60 and top >= 0 and bottom < page.height
        if row.region == "table":
            assert all(a.box[0] <= b.box[0] + 1 for a, b in pairwise(row.words))


def test_values_are_those_of_the_statement() -> None:
    for family in ("plain", "ifrs", "group", "chinese", "narrow"):
        chance = random.Random(family)
        style = styled(family, chance)
        order = Order("balance", style.periods * len(style.groups), style.language, style.places)
        told = statement(order, built_in(), chance)
        page = statement_page(told, style, chance)
        printed = [_number(row) for row in page.rows if row.region == "table" and row.role not in ("head", "part")]
        amounts = [[amount for amount in line.amounts if amount] for line in told.lines]
        seen = [numbers for numbers in printed if numbers]
        assert seen == [them for them in amounts if them][: len(seen)], family
        assert len(seen) > 5


def _number(row) -> list[int]:
    text = " ".join(word.text for word in row.words if word.role == "value").replace(" )", ")")
    found = re.findall(r"-?\(?[\d,.]*\d\)?", text.replace("$", ""))
    return [int(re.sub(r"\D", "", n)) * (-1 if n[0] in "(-" else 1) for n in found]


def test_the_same_seed_gives_the_same_page() -> None:
    assert SOURCE.page(7) == SOURCE.page(7) != SOURCE.page(8)
    assert SOURCE.report(7) == SOURCE.report(7)


def test_a_report_has_its_statements_between_prose_and_notes() -> None:
    kinds = [page.kind for page in SOURCE.report(3)]
    assert kinds[0] in ("prose", "contents")
    assert kinds.index("balance") < kinds.index("notes") and {"income", "cashflow", "equity"} <= set(kinds)


def test_families_can_be_held_out() -> None:
    assert {Source(families=("group", "narrow")).page(seed).family for seed in range(12)} == {"group", "narrow"}


def test_a_text_is_wrapped_at_words_and_chinese_anywhere() -> None:
    label = "Investments in unconsolidated affiliates, net of allowance"
    lines = wrapped(label, 100, 9)
    assert len(lines) > 1 and " ".join(lines) == label and all(width_of(line, 9) <= 100 for line in lines)
    assert wrapped("购建固定资产和其他长期资产支付的现金", 54, 9)[0] == "购建固定资产"


@pytest.mark.parametrize("scanned", [False, True])
def test_a_page_can_be_seen(scanned: bool) -> None:
    page = made("income", "bilingual")
    picture = render(page, random.Random(1), scanned=scanned)
    assert picture.size == (round(page.width * 1.5), round(page.height * 1.5)) and picture.mode == "RGB"
    word = max(page.words, key=lambda word: word.box[2] - word.box[0])
    assert _darkest(picture, word.box) < 120 < _darkest(picture, (2, 2, 12, 12))
    assert picture.tobytes() == render(page, random.Random(1), scanned=scanned).tobytes()


def _darkest(picture: Image.Image, box: tuple[float, ...]) -> int:
    return min(picture.crop(tuple(round(side * 1.5) for side in box)).convert("L").tobytes())


def test_a_machine_without_fonts_still_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_image, "FOLDERS", ())
    pages_image.faces.cache_clear()
    page = made("balance", "bilingual")
    picture = render(page, random.Random(1))
    pages_image.faces.cache_clear()
    assert all(_darkest(picture, word.box) < 200 for word in page.words if len(word.text) > 2)


def test_a_chinese_form_prints_lines_without_amounts() -> None:
    pages = [made("balance", "chinese", seed) for seed in range(12)]
    rows = [row for page in pages for row in page.rows if row.role == "item"]
    bare = [row for row in rows if all(word.role != "value" for word in row.words)]
    assert 0.05 < len(bare) / len(rows) < 0.6
