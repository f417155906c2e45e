"""What holds for every exporter there is, and so for the next one: the contract, the same bytes twice, no surprise."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from data.schemas import Axis, BBox, Chart, DocumentInfo, Point, Report, Result, Series
from pipelines.contracts import Exporter
from pipelines.registry import load, names

BOX = BBox(100, 100, 300, 200)
SALES = Series(name="Sales", points=(Point(x="2015", y="3.5", bbox=BOX, method="label", confidence=0.9),))
CHART = Chart(id="c1", page=1, bbox=BOX, kind="bar", x=Axis(scale="category"), y=Axis(), series=(SALES,))
EMPTY = DocumentInfo(sha256="0" * 64, name="x.pdf", media_type="application/pdf", pages=1)


@pytest.fixture(params=names("exporters"))
def exporter(request: pytest.FixtureRequest) -> ModuleType:
    return load("exporters", request.param)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_it_keeps_the_contract(exporter: ModuleType) -> None:
    assert isinstance(exporter, Exporter)
    assert "/" in exporter.MEDIA_TYPE
    assert set(exporter.TASKS) <= set(names("tasks"))


def test_the_same_result_gives_the_same_bytes_and_all_files_are_named(
    exporter: ModuleType, netflix: Result, source: Path, tmp_path: Path
) -> None:
    written = [exporter.export(netflix, source, tmp_path / name) for name in ("one", "two")]
    assert written[0] == written[1]
    first, second = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert set(first) == set(written[0])
    assert first == second


def test_writing_again_replaces_what_was_there(
    exporter: ModuleType, netflix: Result, source: Path, tmp_path: Path
) -> None:
    names_ = exporter.export(netflix, source, tmp_path)
    before = contents(tmp_path)
    assert exporter.export(netflix, source, tmp_path) == names_
    assert contents(tmp_path) == before


def test_a_result_with_nothing_in_it(exporter: ModuleType, tmp_path: Path) -> None:
    for task in exporter.TASKS:
        bare = Result(task=task, document=EMPTY, report=Report(title="x") if task == "report" else None)
        for name in exporter.export(bare, tmp_path / "gone.pdf", tmp_path / task):
            assert (tmp_path / task / name).is_file()


def test_a_document_that_lies(exporter: ModuleType, hostile: Result, source: Path, tmp_path: Path) -> None:
    for name in exporter.export(hostile, source, tmp_path):
        assert (tmp_path / name).stat().st_size > 0


def test_extract_results_are_taken_where_the_exporter_says_so(
    exporter: ModuleType, netflix: Result, source: Path, tmp_path: Path
) -> None:
    if "extract" not in exporter.TASKS:
        pytest.skip("only for reports")
    bare = {"task": "extract", "report": None, "facts": None, "checks": None, "findings": None, "conflicts": None}
    bare["charts"] = (CHART,)
    assert exporter.export(netflix.model_copy(update=bare), source, tmp_path)
