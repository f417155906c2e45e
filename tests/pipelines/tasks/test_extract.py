"""The extract task: regions and tables of any document."""

from __future__ import annotations

from pathlib import Path

from data.schemas import Result
from pipelines import registry
from pipelines.contracts import Context
from pipelines.tasks import extract

CONTEXT = Context(registry.load("backends", "null").connect(""))


def test_regions_and_tables_of_a_page(small_pdf: Path) -> None:
    result = extract.run(small_pdf, extract.Params(), CONTEXT)
    assert "A letter to nobody" in " ".join(region.text for region in result.regions or ())
    assert [region.order for region in result.regions or ()] == sorted(region.order for region in result.regions or ())
    (table,) = result.tables or ()
    assert {cell.text for cell in table.cells} >= {"Apples", "1,234", "78"}
    assert Result.model_validate_json(result.to_json()).to_json() == result.to_json()


def test_without_tables(small_pdf: Path) -> None:
    assert extract.run(small_pdf, extract.Params(tables=False), CONTEXT).tables == ()


def test_every_task_says_what_it_takes_and_what_may_be_chosen() -> None:
    for name in registry.names("tasks"):
        task = registry.load("tasks", name)
        assert task.__doc__ and "application/pdf" in task.ACCEPTS
        assert all(field.description for field in task.Params.model_fields.values())
        assert task.Params()
