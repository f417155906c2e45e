"""What a word, a row and a page tell the model: the shape of numbers, how a row is printed, how a page begins."""

import pytest

from r1core.page_pieces import is_number, is_year, page_pieces, row_pieces, shape, word_pieces


@pytest.mark.parametrize("text", ["1,234", "(1,234)", "$12.5", "($3)", "12%", "—", "-45", "(0.9)%", "30", "£1.2"])
def test_numbers(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["Note", "$", "B2", "", "10-K", "F-3", "2020年", "...."])
def test_words_are_no_numbers(text: str) -> None:
    assert not is_number(text)


def test_a_year_is_told_from_an_amount() -> None:
    assert is_year("2022") and is_year("2022*") and not is_year("2,022") and not is_year("12022")
    assert shape("2022")[0] == "#year" != shape("5022")[0]
    assert set(word_pieces("1,234")) != set(word_pieces("12")), "digits are folded, their number is not"
    assert shape("1,234,567") == shape("9,888,777")


def test_dots_up_to_the_number_change_little() -> None:
    with_dots, without = set(word_pieces("Inventories" + "." * 40)), set(word_pieces("Inventories"))
    assert without < with_dots and len(with_dots - without) == 1


def test_a_row_tells_how_it_is_printed() -> None:
    row = ["Total", "assets", "$", "1,234", "$", "999"]
    plain = set(row_pieces(row))
    assert len(set(row_pieces(row, bold=True)) - plain) == 1
    assert len(set(row_pieces(row, ruled=True)) - plain) == 1
    assert set(row_pieces(row, indent=0.3)) != plain
    assert set(row_pieces(["Total", "assets", "$", "5,678", "$", "111"])) == plain, "amounts do not matter"


def test_a_page_is_known_by_its_first_rows() -> None:
    top = [["Consolidated", "Balance", "Sheets"], ["2022", "2021"]]
    body = [["Inventories", "12", "13"]] * 10
    longer = [*top, *body, *body]
    assert len(set(page_pieces([*top, *body])) ^ set(page_pieces(longer))) <= 8
    assert page_pieces([]) and page_pieces([[]])
