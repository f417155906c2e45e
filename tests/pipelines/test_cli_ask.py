"""`r1doc ask`: answer first, JSON on request, the document read once and kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.shelf import Shelf
from pipelines import __main__ as command
from pipelines._cli_parser import parse


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory of the test's own."""
    monkeypatch.setenv("R1DOC_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_the_last_word_is_the_question_wherever_options_stand() -> None:
    for words in (["a.pdf", "b.pdf", "--json", "How much?"], ["--json", "a.pdf", "b.pdf", "How much?"]):
        options, rest = parse(["ask", *words])
        assert (options.files, options.question, rest) == ([Path("a.pdf"), Path("b.pdf")], "How much?", [])


def test_a_question_without_a_file_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        command.main(["ask", "How much?"])
    assert left.value.code == 2 and "QUESTION" in capsys.readouterr().err


def test_an_answer_from_the_sample_then_again_without_reading(
    samples: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filing = str(samples / "lockheedmartin_2023q2_results.pdf")
    words = ["ask", filing, "What was the current ratio?", "--backend", "null"]
    assert command.main(words) == 0
    first = capsys.readouterr()
    assert first.out.startswith("Current ratio") and "understood" in first.out and "p. 11" in first.out
    assert "reading page" in first.err
    assert command.main([*words, "--json"]) == 0
    again = capsys.readouterr()
    result = json.loads(again.out)
    assert "reading page" not in again.err, "the document is known"
    assert result["answer"]["value"] == "1.36" and result["document"]["name"].startswith("lockheed")
    assert {fact["id"] for fact in result["facts"]} == set(result["answer"]["citations"])
    assert len(list((home / "r1doc-digests").rglob("*"))) == 2, "a folder and one digest"


def test_one_unusable_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["ask", str(tmp_path / "none.pdf"), "How much?"]) == 3
    assert "none.pdf" in capsys.readouterr().err


def test_what_is_damaged_counts_as_missing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.put("abcd", b"kept")
    assert shelf.get("abcd") == b"kept" and shelf.get("none") is None
    (tmp_path / "ab" / "abcd").write_bytes(b"torn")
    assert shelf.get("abcd") is None
