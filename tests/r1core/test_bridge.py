"""Words look at the pixels under them; sentences follow frames."""

from itertools import combinations

import pytest
import torch

from r1core.bridge import GEOMETRY, R1Alignment, R1Bridge, alignment_loss, geometry, monotone


def _boxes(*corners: tuple[float, float, float, float]) -> torch.Tensor:
    return torch.tensor([corners])


def test_a_new_bridge_adds_nothing() -> None:
    bridge = R1Bridge(16, 2)
    told, _ = bridge(
        torch.randn(1, 3, 16), torch.rand(1, 3, 4), torch.randn(1, 5, 16), torch.rand(1, 5, 4), torch.ones(1, 5).bool()
    )
    assert told.abs().max() == 0


def test_regions_that_are_not_there_are_not_seen() -> None:
    torch.manual_seed(0)
    bridge = R1Bridge(16, 2)
    torch.nn.init.ones_(bridge.gate)
    words, regions, boxes = torch.randn(2, 3, 16), torch.randn(2, 5, 16), torch.rand(2, 5, 4)
    present = torch.tensor([[True, True, False, False, False], [False] * 5])
    told, looks = bridge(words, torch.rand(2, 3, 4), regions, boxes, present)
    assert looks[0, :, 2:].max() == 0 and looks[0].sum(-1).tolist() == pytest.approx([1] * 3)
    assert told[1].abs().max() == 0


def test_geometry_knows_what_lies_under_a_word() -> None:
    word = _boxes((0.2, 0.2, 0.3, 0.25))
    pairs = geometry(word, _boxes((0.15, 0.15, 0.4, 0.3), (0.6, 0.2, 0.7, 0.25), (0.2, 0.8, 0.3, 0.9)))[0, 0]
    assert pairs.shape == (3, GEOMETRY)
    covered, beside, below = pairs[:, 6], pairs[:, 7], pairs[:, 8]
    assert covered.tolist() == pytest.approx([1, 0, 0])
    assert beside.tolist() == [1, 0, 1] and below.tolist() == [1, 1, 0]


def test_a_bridge_learns_to_look_under_the_word() -> None:
    torch.manual_seed(0)
    bridge = R1Bridge(16, 2)
    optimizer = torch.optim.Adam(bridge.parameters(), 0.02)
    for _ in range(60):
        wanted, looks = _under(bridge)
        loss = torch.nn.functional.nll_loss((looks + 1e-9).log().flatten(0, 1), wanted.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    wanted, looks = _under(bridge)
    assert (looks.argmax(-1) == wanted).float().mean() > 0.9


def _under(bridge: R1Bridge) -> tuple[torch.Tensor, torch.Tensor]:
    """Words upon random cells of a 4×4 grid of regions; the right region is the one they lie in."""
    rows, columns = torch.meshgrid(torch.arange(4), torch.arange(4), indexing="ij")
    corners = torch.stack([columns, rows], -1).flatten(0, 1).float() / 4
    regions = torch.cat([corners, corners + 0.25], -1).expand(8, -1, -1)
    cells = torch.randint(16, (8, 6))
    middle = corners[cells] + 0.05 + 0.1 * torch.rand(8, 6, 2)
    boxes = torch.cat([middle, middle + 0.05], -1)
    _, looks = bridge(torch.randn(8, 6, 16), boxes, torch.randn(8, 16, 16), regions, torch.ones(8, 16).bool())
    return cells, looks


def _all_alignments(frames: int, sentences: int) -> list[list[int]]:
    """Every monotone alignment, by where the sentence changes."""
    changes = combinations(range(1, frames), sentences - 1)
    return [[sum(at >= c for c in change) for at in range(frames)] for change in changes]


def test_marginals_equal_the_sum_over_every_alignment() -> None:
    torch.manual_seed(0)
    likeness = torch.randn(1, 6, 3)
    paths = _all_alignments(6, 3)
    scores = torch.stack([likeness[0, range(6), path].sum() for path in paths])
    share = scores.softmax(0)
    expected = torch.zeros(6, 3)
    for weight, path in zip(share, paths, strict=True):
        expected[range(6), path] += weight
    torch.testing.assert_close(monotone(likeness)[0], expected)
    loss = alignment_loss(likeness, torch.tensor([paths[4]]))
    torch.testing.assert_close(loss, -share[4].log())


def test_alignment_learns_order_through_noise() -> None:
    """Sentences are noisy names of what frames show: the monotone reading beats frame by frame."""
    torch.manual_seed(0)
    head = R1Alignment(24, 16)
    optimizer = torch.optim.Adam(head.parameters(), 0.01)
    for _ in range(80):
        frames, sentences, truth = _sequences(16)
        loss = alignment_loss(head(frames, sentences), truth)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    frames, sentences, truth = _sequences(64)
    likeness = head(frames, sentences)
    single = (likeness.argmax(-1) == truth).float().mean()
    ordered = (monotone(likeness).argmax(-1) == truth).float().mean()
    assert ordered > 0.8 and ordered > single + 0.1


def _sequences(count: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ten frames and four sentences of a topic each; half of a frame's topic is drowned in noise."""
    truth = torch.stack([torch.cat([torch.arange(4), torch.randint(4, (6,))]).sort().values for _ in range(count)])
    topics = torch.randn(count, 4, 24)
    told = topics.gather(1, truth[..., None].expand(-1, -1, 24))
    return told + 2.0 * torch.randn(count, 10, 24), topics, truth
