"""The store keeps what it is given, finds it by identity, and hands a job to one worker at a time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data.schemas import BBox, DocumentInfo, Fact, Finding, Period, Provenance, Result, Run
from data.storage import Job, Store, StoreUnavailable
from data.storage import _schema as schema
from data.storage.orm import Base


def alive(owner: str) -> bool:
    return False


def result_of(value: str = "32765000000", sha256: str = "ab" * 32, run: str = "r1") -> Result:
    place = Provenance(page=57, bbox=BBox(1, 2, 3, 4), text="32,765")
    return Result(
        task="report",
        document=DocumentInfo(
            sha256=sha256, name="acme.pdf", media_type="application/pdf", pages=160, entity="Acme Inc.", form="10-K"
        ),
        facts=(
            Fact(
                id="f1",
                concept="Revenues",
                label="Net sales",
                statement="income",
                value=Decimal(value),
                unit="USD",
                period=Period(start=date(2023, 1, 1), end=date(2023, 12, 31)),
                confidence=0.99,
                provenance=(place,),
            ),
        ),
        findings=(
            Finding(rule="liquidity.current-ratio", level="warning", kind="fail", message="…", provenance=(place,)),
        ),
        run=Run(id=run, started="2024-01-01T00:00:00+00:00", seconds=2.9, backend="null", version="0.1.0"),
    )


def test_a_kept_result_comes_back_equal(store: Store) -> None:
    result = result_of()
    store.keep("key", "variant", result)
    assert store.find("key") == result
    assert store.find("another key") is None


def test_search_by_entity_concept_and_period(store: Store) -> None:
    store.keep("k1", "v1", result_of())
    store.keep("k2", "v2", result_of(sha256="cd" * 32, value="1"))
    assert [f.value for f in store.facts(concept="Revenues")] == [Decimal("32765000000"), Decimal(1)]
    assert len(store.facts(entity="Acme Inc.", period_end=date(2023, 12, 31))) == 2
    assert store.facts(period_end=date(2022, 12, 31)) == ()
    assert store.facts(entity="Nobody") == ()
    assert [d.sha256 for d in store.documents("Acme Inc.")] == ["ab" * 32, "cd" * 32]
    assert [f.page for f in store.findings("liquidity.current-ratio")] == [57, 57]


@pytest.mark.parametrize("value", ["0.1", "123456789012345678901234567890.123", "-0.0000001"])
def test_values_survive_exactly(store: Store, value: str) -> None:
    store.keep("k", "v", result_of(value=value))
    assert store.facts()[0].value == Decimal(value)


def test_what_an_older_version_said_is_forgotten(store: Store) -> None:
    store.keep("old", "variant", result_of(value="1", run="old"))
    store.keep("new", "variant", result_of(value="2", run="new"))
    assert store.find("old") is None
    assert [f.value for f in store.facts()] == [2]


def test_keeping_the_same_twice_keeps_it_once(store: Store) -> None:
    for _ in range(2):
        store.keep("k", "v", result_of())
    assert len(store.facts()) == len(store.findings()) == len(store.documents()) == 1


def test_a_damaged_blob_counts_as_missing(store: Store, tmp_path: Path) -> None:
    store.keep("k", "v", result_of())
    (blob,) = (path for path in (tmp_path / "results").rglob("*") if path.is_file())
    blob.write_bytes(b"rotten")
    assert store.find("k") is None
    store.keep("k", "v", result_of())
    assert store.find("k") == result_of()


def test_one_of_many_workers_gets_the_job(open_store: Callable[[], Store]) -> None:
    stores = [open_store() for _ in range(4)]
    stores[0].enqueue(Job(key="k", path="a.pdf", task="report"))
    with ThreadPoolExecutor(4) as pool:
        got = pool.map(lambda n: stores[n].claim("k", f"worker {n}", 60, alive), range(4))
        assert sum(job is not None for job in got) == 1


def test_many_processes_may_add_the_same_job(open_store: Callable[[], Store]) -> None:
    stores = [open_store() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        states = pool.map(lambda s: s.enqueue(Job(key="k", path="a.pdf", task="report")).state, stores)
        assert set(states) == {"queued"}


def test_a_lease_that_ran_out_is_taken_over_and_the_late_worker_is_not_heard(store: Store) -> None:
    store.enqueue(Job(key="k", path="a.pdf", task="report"))
    late = store.claim("k", "first", -1, alive)
    heir = store.claim("k", "second", 60, alive)
    assert late and heir and heir.attempt == 2
    assert not store.finish(late)
    assert not store.heartbeat(late, 60)
    assert store.finish(heir)


def test_the_job_of_a_dead_owner_is_free_at_once(store: Store) -> None:
    store.enqueue(Job(key="k", path="a.pdf", task="report"))
    store.claim("k", "dead", 600, alive)
    assert store.claim("k", "heir", 60, alive) is None
    assert store.claim("k", "heir", 60, lambda owner: owner == "dead")


def test_a_finished_job_is_not_done_again_unless_asked(store: Store) -> None:
    job = Job(key="k", path="a.pdf", task="report")
    store.enqueue(job)
    claimed = store.claim("k", "w", 60, alive)
    assert claimed and store.finish(claimed)
    assert store.enqueue(job).state == "done"
    assert store.claim("k", "w", 60, alive) is None
    assert store.enqueue(job, again=True).state == "queued"


def test_a_failed_job_is_tried_again_by_the_next_batch(store: Store) -> None:
    job = Job(key="k", path="a.pdf", task="report")
    store.enqueue(job)
    claimed = store.claim("k", "w", 60, alive)
    assert claimed and store.finish(claimed, "page 3 is damaged", 3)
    failed = store.job("k")
    assert failed and (failed.state, failed.message) == ("failed", "page 3 is damaged")
    assert store.enqueue(job).state == "queued"


def test_a_released_job_waits_again(store: Store) -> None:
    store.enqueue(Job(key="k", path="a.pdf", task="report"))
    claimed = store.claim("k", "w", 60, alive)
    assert claimed and store.release(claimed)
    assert store.claim("k", "v", 60, alive)


def test_many_may_open_a_new_database_at_once(open_store: Callable[[], Store]) -> None:
    with ThreadPoolExecutor(5) as pool:
        assert len({store.url for store in pool.map(lambda _: open_store(), range(5))}) == 1


def test_migrations_make_the_tables_of_the_code(url: str, store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = schema.open_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert schema.revision(connection) == schema.newest()
    engine.dispose()


def test_the_password_is_never_shown() -> None:
    with pytest.raises(StoreUnavailable) as refused:
        Store("postgresql://r1doc:hushhush@127.0.0.1:9/none", Path("unused"))
    assert "hushhush" not in str(refused.value)


@pytest.mark.parametrize("url", ["nonsense", "nosuchdb:///x"])
def test_a_url_that_is_none_is_said_so(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        Store(url, tmp_path)
