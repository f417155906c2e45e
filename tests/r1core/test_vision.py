"""Pictures to tokens: proportions kept, cost bounded, each token where its pixels are."""

import numpy as np
import pytest
import torch
from PIL import Image

from r1core.vision import MERGE, R1VisionEncoder, axial_rotation, cut, grid, rotated

ENCODER = {"patch_size": 8, "width": 32, "layers": 2, "heads": 2, "hidden_size": 16}


@pytest.mark.parametrize(("width", "height"), [(1700, 2200), (2200, 1700), (3000, 120), (90, 4000), (40, 40)])
def test_any_shape_costs_a_bounded_number_of_patches_and_keeps_its_proportions(width: int, height: int) -> None:
    rows, columns = grid(width, height, patch=16, most=1024)
    assert rows % MERGE == columns % MERGE == 0
    assert 0 < rows * columns <= 1024
    stretched = (columns / rows) / (width / height)
    thin = min(rows, columns)  # a side of few patches is rounded to the even number below
    assert 1 / (1 + 2 / thin) <= stretched <= 1 + 2 / thin or thin == MERGE


def test_a_small_image_is_not_blown_up() -> None:
    assert grid(64, 32, patch=16, most=1024) == (2, 4)


def test_a_token_holds_the_pixels_of_its_box() -> None:
    page = np.full((64, 96, 3), 255, np.uint8)
    page[32:48, 48:64] = 0  # one block of 2×2 patches of 8 pixels
    patches = cut([Image.fromarray(page)], patch=8)
    dark = (patches.pixels[0] < 0).all(-1).nonzero().flatten()
    token = {int(n) // MERGE**2 for n in dark}
    assert len(dark) == MERGE**2 and len(token) == 1
    assert patches.boxes[0, token.pop()].tolist() == pytest.approx([48 / 96, 32 / 64, 64 / 96, 48 / 64])


def test_padding_changes_nothing() -> None:
    torch.manual_seed(0)
    encoder = R1VisionEncoder(**ENCODER)
    small, large = Image.effect_noise((32, 48), 80), Image.effect_noise((96, 64), 80)
    alone = encoder(cut([small], patch=8))
    beside = cut([small, large], patch=8)
    kept = encoder(beside)[0][beside.present[0]]
    torch.testing.assert_close(kept, alone[0], atol=1e-5, rtol=1e-5)


def test_turned_products_depend_on_the_distance_in_rows_and_in_columns_only() -> None:
    torch.manual_seed(0)
    query, key = torch.randn(2, 1, 1, 1, 16)
    places = torch.tensor([[[3, 5], [9, 2]]]), torch.tensor([[[13, 25], [19, 22]]])  # moved by ten and twenty
    products = []
    for at in places:
        turn = axial_rotation(at, 16)
        both = rotated(torch.cat([query, key], 2), turn)
        products.append((both[0, 0, 0] * both[0, 0, 1]).sum())
    torch.testing.assert_close(*products, atol=1e-4, rtol=1e-4)
    elsewhere = rotated(torch.cat([query, key], 2), axial_rotation(torch.tensor([[[3, 5], [9, 3]]]), 16))
    assert abs((elsewhere[0, 0, 0] * elsewhere[0, 0, 1]).sum() - products[0]) > 1e-3
