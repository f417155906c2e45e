"""OCR: pages that are pictures give the printed words, numbers letter by letter, boxes on the print."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image

from benchmarks.scans import make_scan
from data.schemas import BBox, Word
from pipelines.readers import image, pdf
from pipelines.readers._commas import commas_restored
from pipelines.readers._mupdf import pymupdf
from pipelines.readers._scan import prepare, rotate, skew
from pipelines.readers._signs import signs_restored
from pipelines.readers._spacing import mend
from pipelines.readers._vocabulary import seams

ROWS = (
    ("Net sales", "$ 26,268", "$ 26,076"),
    ("Cost of products sold", "17,347", "17,043"),
    ("Impairment losses", "(7,008)", "—"),
    ("Operating income/(loss)", "(10,220)", "6,057"),
    ("Basic earnings per share", "(8.36)", "8.91"),
)
NUMBERS = ("26,268", "26,076", "17,347", "17,043", "(7,008)", "—", "(10,220)", "6,057", "(8.36)", "8.91")


@pytest.fixture(scope="module")
def statement(tmp_path_factory):
    """A small printed statement with rules above its numbers."""
    path = tmp_path_factory.mktemp("paper") / "statement.pdf"
    with pymupdf.open() as document:
        page = document.new_page(width=420, height=300)
        font = pymupdf.Font("tiro")
        writer = pymupdf.TextWriter(page.rect)
        writer.append((40, 50), "Consolidated Statements of Income", font=font, fontsize=13)
        for row, (label, *amounts) in enumerate(ROWS):
            y = 100 + 18 * row
            writer.append((40, y), label, font=font, fontsize=9)
            for right, amount in zip((290, 370), amounts, strict=True):
                writer.append((right - font.text_length(amount, 9), y), amount, font=font, fontsize=9)
        writer.write_text(page)
        page.draw_line((240, 88), (375, 88), width=0.8)
        document.save(path)
    return path


@pytest.fixture(scope="module")
def scan(statement):
    path = statement.with_name("scan.pdf")
    make_scan(statement, [1], path, seed=3)
    return path


def test_a_scan_gives_the_printed_numbers_in_the_printed_places(statement, scan):
    printed = pdf.read(statement).pages[0]
    document = pdf.read(scan)
    page = document.pages[0]
    assert page.source == "ocr" and document.notes == ("page 1 read by OCR: it is a picture",)
    for word in printed.words:
        if word.text in NUMBERS:
            assert word.text in [read.text for read in page.words if read.bbox.holds(word.bbox, slack=0)]


def test_labels_keep_their_spaces(scan):
    lines = {}
    for word in pdf.read(scan).pages[0].words:
        lines.setdefault(word.line, []).append(word.text)
    said = {" ".join(words) for words in lines.values()}
    assert {"Cost of products sold", "Basic earnings per share", "Consolidated Statements of Income"} <= said


def test_the_rule_above_the_numbers_is_found(scan):
    rulings = [ruling for ruling in pdf.read(scan).pages[0].rulings if ruling.horizontal]
    assert any(abs(ruling.bbox.y_mid - 88) < 2 and ruling.bbox.width > 120 for ruling in rulings)


def test_the_same_seed_makes_the_same_scan(statement, scan):
    again = statement.with_name("again.pdf")
    make_scan(statement, [1], again, seed=3)
    assert again.read_bytes() == scan.read_bytes()


@pytest.mark.parametrize("turn", [90, 180])
def test_a_page_scanned_the_wrong_way_round_is_turned(scan, tmp_path, turn):
    path = tmp_path / "turned.png"
    pixels = pymupdf.open(scan)[0].get_pixmap(dpi=180, colorspace=pymupdf.csGRAY)
    Image.frombytes("L", (pixels.width, pixels.height), pixels.samples).rotate(turn, expand=True).save(path)
    page = image.read(path).pages[0]
    assert page.turn == turn and page.width > page.height
    assert {"26,268", "(10,220)"} <= {word.text for word in page.words}


@pytest.mark.parametrize("degrees", [-2.5, -0.6, 0.0, 1.8])
def test_skew_is_measured_to_a_tenth_of_a_degree(statement, degrees):
    pixels = pymupdf.open(statement)[0].get_pixmap(dpi=150, colorspace=pymupdf.csGRAY)
    grey = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width)
    assert skew(rotate(grey, -degrees)) == pytest.approx(degrees, abs=0.1)


def test_a_page_with_text_is_never_read_by_ocr(written):
    def draw(page):
        page.insert_image(page.rect, pixmap=pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 50, 50), False))
        for y in range(40, 280, 20):
            page.insert_text((30, y), "Revenue is recognised when control passes", color=(1, 1, 1))

    assert written(draw).pages[0].source == "text-layer"


def test_a_page_of_gibberish_is_read_from_its_print(written):
    def draw(page):
        for y in range(40, 280, 20):
            page.insert_text((30, y), "Wkh frpsdqb uhfrjqlchv uhyhqxh zkhq frqwuro sdvvhv", fontsize=9)

    document = written(draw)
    assert document.pages[0].source == "ocr"
    assert "its letters spell no language" in document.notes[0]


@pytest.mark.parametrize(("aside", "source"), [(0, "text-layer"), (260, "ocr")])
def test_text_hidden_under_a_scan_counts_only_where_it_lies_on_the_print(statement, scan, tmp_path, aside, source):
    path = tmp_path / "searchable.pdf"
    with pymupdf.open(scan) as document:
        for word in pdf.read(statement).pages[0].words:
            place = ((word.bbox.x0 + aside) % 420, (word.bbox.bottom + aside) % 300 - 2)
            document[0].insert_text(place, word.text, fontsize=word.size, render_mode=3)
        document.save(path)
    document = pdf.read(path)
    assert document.pages[0].source == source
    assert "26,268" in [word.text for word in document.pages[0].words]
    assert ("hidden" in document.notes[0]) == (source == "text-layer")


def test_an_empty_page_stays_empty(written):
    page = written(lambda page: None).pages[0]
    assert (page.source, page.words) == ("text-layer", ())


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("1，204", "1,204"),
        ("1O,2l4", "10,214"),
        ("（5）", "(5)"),
        ("S2,775", "$2,775"),
        ("一", "—"),
        ("Oil", "Oil"),
        ("S&P", "S&P"),
        ("1.234", "1.234"),
    ],
)
def test_only_certain_slips_are_mended(read, printed):
    assert mend(read) == printed


def test_serifs_grown_together_are_no_drawn_line():
    """Small serif print, blurred: the feet of the letters touch, yet only the rule is a line."""
    with pymupdf.open() as document:
        page = document.new_page(width=612, height=200)
        for place, text in enumerate(("Noncash lease expense in thousands", "Amortization of debt premiums")):
            page.insert_text((50, 50 + 12 * place), text, fontsize=8, fontname="tiro")
        page.draw_line((400, 100), (460, 100), width=1)
        picture = page.get_pixmap(dpi=200, colorspace=pymupdf.csGRAY)
    paper = np.frombuffer(picture.samples, np.uint8).reshape(picture.height, picture.width)
    sheet = prepare(cv2.GaussianBlur(paper, (0, 0), 0.9))
    assert [round(line.x0 * 72 / 200) for line in sheet.lines] == [400]


def _row(*texts, at=100.0):
    """Words of one row, 20 points apart."""
    places = range(50, 50 + 60 * len(texts), 60)
    return [Word(text, BBox(x, at, x + 40, at + 8), "", 9) for x, text in zip(places, texts, strict=True)]


def test_a_blurred_comma_is_told_from_a_decimal_point_by_its_page():
    grouped = [word for step in range(4) for word in _row("1,234", "(5,678)", "$9,012,345", at=100 + 20 * step)]
    read = commas_restored([*grouped, *_row("88.838", "(48.750)", "0.125", "3.72", "6.375%", at=300)])
    assert [word.text for word in read[-5:]] == ["88,838", "(48,750)", "0.125", "3.72", "6.375%"]
    rates = _row("1.125", "2.250", "3.375", at=300)
    assert [word.text for word in commas_restored(rates)] == ["1.125", "2.250", "3.375"]


def test_a_letter_between_label_and_number_is_a_dollar_sign():
    assert [word.text for word in signs_restored(_row("Assets", "S", "18,379", "s", "19,886"))][1::2] == ["$", "$"]
    assert [word.text for word in signs_restored(_row("Class", "S", "shares"))][1] == "S"


def test_words_run_together_are_known_by_their_parts():
    assert sorted(seams("Dividendspaidtocommonshareholders")) == [9, 13, 15, 21]
    assert not seams("Information") and not seams("Shareholders") and not seams("Amortisation")
