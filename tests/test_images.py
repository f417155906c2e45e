"""Dockerfile and compose file hold what they promise; checked without an engine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

SERVICES = ("app", "worker", "db")


@pytest.fixture(scope="module")
def compose(root: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((root / "docker-compose.yml").read_text())
    return loaded


def run(root: Path, *command: str) -> None:
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_hadolint_has_nothing_to_say(root: Path) -> None:
    run(root, str(Path(sys.executable).parent / "hadolint"), "Dockerfile")


def test_compose_file_follows_the_specification(root: Path) -> None:
    schema = ("--builtin-schema", "vendor.compose-spec")
    run(root, sys.executable, "-m", "check_jsonschema", *schema, "docker-compose.yml")


def test_there_is_an_app_a_worker_and_a_database(compose: dict[str, Any]) -> None:
    assert tuple(compose["services"]) == SERVICES


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_do_no_harm(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["user"].split(":")[0] not in ("0", "root")
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["healthcheck"]["test"][0] == "CMD"
    assert "ports" not in service
    assert not service["image"].endswith(":latest") and ":" in service["image"]


def test_passwords_come_from_outside(compose: dict[str, Any]) -> None:
    assert compose["services"]["db"]["environment"]["POSTGRES_PASSWORD"].startswith("${R1DOC_DB_PASSWORD:?")
    for name in ("app", "worker"):
        assert "r1doc:${R1DOC_DB_PASSWORD:?" in compose["services"][name]["environment"]["R1DOC_STORE"]


def test_commands_exist(compose: dict[str, Any]) -> None:
    from pipelines._cli_parser import parse

    for service in compose["services"].values():
        if service["image"].startswith("r1doc"):
            parse(service["command"])
            parse(service["healthcheck"]["test"][2:])


def test_the_image_runs_as_nobody_special_and_says_how_it_is(root: Path) -> None:
    text = (root / "Dockerfile").read_text()
    last = text[text.rindex("\nFROM ") :]
    assert "\nUSER 10001" in last
    assert "HEALTHCHECK" in last
