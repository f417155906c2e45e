"""The command line keeps its contract: streams, exit statuses, settings, one line an error."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines import __main__ as command
from pipelines._cli_parser import parse


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory and an output folder of the test's own."""
    monkeypatch.setenv("R1DOC_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("R1DOC_OUT", str(tmp_path / "out"))
    return tmp_path


def leave(*arguments: str) -> int:
    """Exit status of the command, whichever way it leaves."""
    try:
        return command.main(arguments)
    except SystemExit as left:
        return int(left.code or 0)


def test_help_is_instant() -> None:
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "pipelines", "--help"], capture_output=True, text=True, check=True)
    assert time.perf_counter() - began < 3  # 0.1 s on an idle machine; a wide margin for a busy one
    assert "exit status" in done.stdout and "report" in done.stdout


@pytest.mark.parametrize("module", ["pymupdf", "rapidocr", "sqlalchemy", "rich", "numpy", "pydantic"])
def test_help_imports_nothing_heavy(module: str) -> None:
    code = (
        f"import sys, pipelines.__main__ as m\ntry: m.main(['--help'])\nfinally: assert {module!r} not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "arguments", [[], ["nonsense"], ["report"], ["report", "x", "--nonsense"], ["report", "x", "--lang", "tlh"],
                  ["report", "x", "--backend", "nobody"], ["report", "x", "--seconds", "0"], ["batch", "nonsense", "x"]]
)  # fmt: skip
def test_wrong_usage_is_two_and_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert leave(*arguments) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and "--help" in said.err


def test_a_missing_file_is_three_and_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("report", "nothing.pdf") == 3
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and "nothing.pdf" in said.err


def test_a_folder_is_for_batch(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("report", str(home)) == 3
    assert "r1doc batch" in capsys.readouterr().err


def test_one_bad_file_does_not_stop_the_others(home: Path, samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = home / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7\nnothing of the sort")
    good = samples / "lockheedmartin_2023q2_results.pdf"
    assert leave("extract", str(bad), str(good), "--no-tables") == 3
    said = capsys.readouterr()
    assert "14 pages" in said.out and "bad.pdf" in said.err and "Traceback" not in said.err
    assert (home / "out" / good.stem / "result.json").is_file()


def test_json_alone_is_on_standard_output(small_pdf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("extract", str(small_pdf), "--json") == 0
    result = json.loads(capsys.readouterr().out)
    assert result["schema"] == "r1doc.result/1" and result["task"] == "extract"
    assert leave("extract", str(small_pdf), str(small_pdf), "--json") == 0
    assert len(json.loads(capsys.readouterr().out)) == 2


def test_quiet_says_nothing(small_pdf: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert leave("extract", str(small_pdf), "--quiet") == 0
    assert capfd.readouterr() == ("", "")


def test_the_same_again_is_known_and_force_repeats(small_pdf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for more in ((), (), ("--force",)):
        assert leave("extract", str(small_pdf), *more) == 0
        said.append("known from an earlier run" in capsys.readouterr().out)
    assert said == [False, True, False]


def test_other_parameters_are_other_work(small_pdf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("extract", str(small_pdf)) == leave("extract", str(small_pdf), "--no-tables") == 0
    assert "known" not in capsys.readouterr().out


def test_the_name_is_no_part_of_the_identity(small_pdf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("extract", str(small_pdf)) == 0
    other = small_pdf.with_name("other name.pdf")
    other.write_bytes(small_pdf.read_bytes())
    capsys.readouterr()
    assert leave("extract", str(other), "--json") == 0
    result = json.loads(capsys.readouterr().out)
    assert result["run"]["cached"] is True and result["document"]["name"] == "other name.pdf"


def test_flag_beats_environment_beats_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parse(["report", "x"])[0].lang == "auto"
    monkeypatch.setenv("R1DOC_LANG", "zh")
    assert parse(["report", "x"])[0].lang == "zh"
    assert parse(["report", "x", "--lang", "en"])[0].lang == "en"
    monkeypatch.setenv("R1DOC_QUIET", "1")
    assert parse(["report", "x"])[0].quiet is True


def test_a_store_that_was_named_must_open(small_pdf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("extract", str(small_pdf), "--store", "sqlite:////proc/nothing/r1doc.db") == 5
    assert "store" in capsys.readouterr().err


def test_without_the_default_store_work_goes_on(
    home: Path, small_pdf: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("R1DOC_HOME", "/proc/nothing")
    assert leave("extract", str(small_pdf)) == 0
    assert "will not be kept" in capsys.readouterr().err


def test_a_bug_is_one_line_and_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(command, "_run", lambda options, rest: 1 / 0)
    assert leave("doctor") == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "ZeroDivisionError" in said and "bug of ours" in said


def test_the_summary_keeps_to_a_hundred_columns_without_colour(
    samples: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "240")
    assert leave("report", str(samples / "lockheedmartin_2023q2_results.pdf")) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(len(line) for line in lines[:-1]) <= 100  # the last is a path, to be clicked whole
    assert not any("\x1b" in line for line in lines)
    assert any(line.startswith("Checks ") for line in lines)


def test_doctor_finds_this_environment_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("doctor", "--json") == 0
    answers = json.loads(capsys.readouterr().out)
    assert {"r1doc", "OCR", "store", "backend null", "memory"} <= {answer["about"] for answer in answers}
    assert leave("doctor") == 0


def test_doctor_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("doctor", "--store", "postgresql://nobody@127.0.0.1:9/none") == 5
    assert "→" in capsys.readouterr().out


def test_eval_lists_its_benchmarks(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("eval") == 0
    assert "speed" in capsys.readouterr().out
    assert leave("eval", "nonsense") == 2
    assert "speed" in capsys.readouterr().err
    assert leave("eval", "speed", "--data", "nowhere") == 5
