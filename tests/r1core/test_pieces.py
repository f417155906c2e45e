"""Pieces of a line: the same wording gives the same buckets however it is set, other surroundings give others."""

from __future__ import annotations

import pytest

from r1core.pieces import BUCKETS, Line, folded, line_pieces, words


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("Accounts receivable, less allowances of $4,783", "accounts receivable, less allowances of $0"),
        ("Stockholders’ Equity", "stockholders' equity"),
        ("Ｎet  income", "net  income"),  # full width
        ("其中：优先股", "优先股"),
        ("一、营业总收入", "营业总收入"),
        ("（一）持续经营净利润（净亏损以“-”号填列）", "持续经营净利润"),
        ("减：库存股", "库存股"),
    ],
)
def test_wordings_that_a_reader_calls_the_same_are_folded_alike(printed: str, plain: str) -> None:
    assert folded(printed) == plain


def test_words_are_latin_words_numbers_and_single_chinese_characters() -> None:
    assert words("Total Class A shares, 1,250,000") == ["total", "class", "a", "shares", "0"]
    assert words("货币资金 USD") == ["货", "币", "资", "金", "usd"]


def test_buckets_leave_zero_for_padding() -> None:
    pieces = line_pieces(
        Line("Goodwill", "BS", heading="Other assets", before="Total", after="Cash", total="Total assets")
    )
    assert min(pieces) >= 1
    assert max(pieces) < BUCKETS


def test_related_wordings_share_pieces_and_surroundings_add_their_own() -> None:
    alone = set(line_pieces(Line("Goodwill, net", "BS")))
    assert len(alone & set(line_pieces(Line("Goodwill", "BS")))) > len(
        alone & set(line_pieces(Line("Inventories", "BS")))
    )
    below = Line("Goodwill, net", "BS", heading="Noncurrent assets")
    assert (
        alone - set(line_pieces(below)) == alone - set(line_pieces(Line("Goodwill, net", "BS", heading="x"))) != alone
    )


def test_statement_and_year_are_part_of_a_line() -> None:
    line = Line("Net income", "IS")
    assert set(line_pieces(line)) != set(line_pieces(Line("Net income", "CF")))
    assert set(line_pieces(Line("Net income", "IS", year=2010))) != set(
        line_pieces(Line("Net income", "IS", year=2024))
    )
    assert set(line_pieces(Line("Net income", "IS", year=2023))) == set(
        line_pieces(Line("Net income", "IS", year=2024))
    )


def test_an_empty_label_still_has_pieces() -> None:
    assert line_pieces(Line("", "other"))
