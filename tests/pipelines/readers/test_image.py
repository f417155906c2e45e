"""Pictures of pages: every frame is a page, boxes in pixels of the picture."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from pipelines import readers
from pipelines.errors import TooLarge, UnreadableFile
from pipelines.readers import image
from pipelines.readers._mupdf import pymupdf


@pytest.fixture(scope="module")
def picture():
    with pymupdf.open() as document:
        page = document.new_page(width=300, height=120)
        page.insert_text((40, 60), "Total assets  1,234,567", fontsize=14)
        pixels = page.get_pixmap(dpi=144, colorspace=pymupdf.csGRAY)
    return Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)


@pytest.mark.parametrize("suffix", ["png", "jpeg", "tiff"])
def test_each_format_is_read(picture, tmp_path, suffix):
    path = tmp_path / f"page.{suffix}"
    picture.save(path)
    document = readers.read(path)
    (number,) = [word for word in document.pages[0].words if word.text == "1,234,567"]
    assert document.media_type == f"image/{suffix}"
    assert (document.pages[0].width, document.pages[0].height) == picture.size
    assert np.asarray(picture)[int(number.bbox.top) : int(number.bbox.bottom), int(number.bbox.x0)].size > 10
    assert number.bbox.bottom == pytest.approx(122, abs=6)


def test_a_tiff_of_two_pages_has_two_pages(picture, tmp_path):
    path = tmp_path / "two.tif"
    picture.save(path, save_all=True, append_images=[picture.rotate(180)])
    pages = image.read(path).pages
    assert [page.number for page in pages] == [1, 2]
    assert all("1,234,567" in [word.text for word in page.words] for page in pages)


def test_a_photograph_of_a_page_is_held_as_its_camera_says(picture, tmp_path):
    path = tmp_path / "phone.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right to see it upright
    picture.transpose(Image.Transpose.ROTATE_90).save(path, exif=exif)
    page = image.read(path).pages[0]
    assert (page.width, page.height, page.turn) == (*picture.size, 0)


def test_transparent_paper_is_white(picture, tmp_path):
    path = tmp_path / "clear.png"
    ink = Image.new("RGBA", picture.size, "black")
    ink.putalpha(picture.point(lambda level: 255 - level))
    ink.save(path)
    assert "1,234,567" in [word.text for word in image.read(path).pages[0].words]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.png"
    Image.new("1", (20_000, 9_000)).save(path)
    with pytest.raises(TooLarge, match="pixels"):
        image.read(path)


def test_a_cut_off_picture_is_unreadable(picture, tmp_path):
    path = tmp_path / "cut.png"
    picture.save(path)
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(UnreadableFile, match="damaged"):
        image.read(path)
