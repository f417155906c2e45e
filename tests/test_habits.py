"""Size, direction, types and docs are tests: what a review would otherwise have to repeat for ever."""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import data.schemas
from pipelines import _cli_parser as parser
from pipelines import registry

ROOT = Path(__file__).parent.parent
PACKAGES = ("app", "data", "pipelines", "r1core")
FILE, FUNCTION = 300, 50  # lines at most

SCHEMAS = [
    "Amount",
    "Answer",
    "Artifact",
    "Axis",
    "BBox",
    "Cell",
    "Chart",
    "ChartKind",
    "Check",
    "Claim",
    "Column",
    "Conflict",
    "Digest",
    "Document",
    "DocumentInfo",
    "Exact",
    "Fact",
    "Figure",
    "Finding",
    "KeyFigure",
    "Label",
    "Line",
    "Mark",
    "Mention",
    "Operand",
    "PackUse",
    "Page",
    "Period",
    "Place",
    "Plot",
    "PlotLine",
    "Point",
    "Provenance",
    "Question",
    "Reading",
    "Record",
    "Region",
    "Report",
    "Result",
    "Row",
    "Ruling",
    "Run",
    "Scaling",
    "Section",
    "Sentence",
    "Series",
    "Span",
    "Spot",
    "Statement",
    "Table",
    "Word",
    "lines_of",
    "plain",
]


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def tool(name: str, *arguments: str) -> None:
    command = (str(Path(sys.executable).parent / name), *arguments)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_check() -> None:
    tool("ruff", "check")


def test_ruff_format() -> None:
    tool("ruff", "format", "--check", "--diff")


def test_mypy() -> None:
    tool("mypy")


def test_imports_keep_their_direction() -> None:
    tool("lint-imports")


def test_files_are_short() -> None:
    long = {str(p.relative_to(ROOT)): n for p in sources(*PACKAGES, "benchmarks", "tests") if (n := lines(p)) > FILE}
    assert long == {}


def test_functions_are_short() -> None:
    long = {}
    for path in sources(*PACKAGES, "benchmarks"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.end_lineno and node.end_lineno - node.lineno >= FUNCTION:
                long[f"{path.relative_to(ROOT)}:{node.name}"] = node.end_lineno - node.lineno + 1
    assert long == {}


def test_a_file_opens_with_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in sources(*PACKAGES, "benchmarks", "tests")
        if path.read_text("utf-8").strip() and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_no_drawer_for_odds_and_ends() -> None:
    assert [path for path in sources(*PACKAGES) if path.stem in ("utils", "util", "helpers", "misc", "common")] == []


def test_everything_but_three_places_survives_only_what_it_names() -> None:
    broad = [
        str(path.relative_to(ROOT))
        for path in sources(*PACKAGES)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) == "Exception")
    ]
    assert set(broad) <= {"pipelines/__main__.py", "pipelines/batch.py", "pipelines/sandbox.py"}


def test_the_vocabulary_is_public_and_complete() -> None:
    assert sorted(data.schemas.__all__) == sorted(SCHEMAS)
    assert [name for name in SCHEMAS if not hasattr(data.schemas, name)] == []


def test_no_machine_is_named() -> None:
    names = re.compile(r"/(?:home|root|work|tmp)/[a-z]")
    found = [str(p.relative_to(ROOT)) for p in sources(*PACKAGES, "benchmarks") if names.search(p.read_text("utf-8"))]
    assert found == []


# ---------------------------------------------------------------- docs


def tree() -> dict[str, str]:
    """Path to purpose, from the fenced block of the README that draws the files."""
    block = re.search(r"```\w*\n(r1doc/\n.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert block, "README.md draws no file tree (a fenced block that begins with 'r1doc/')"
    found, above = {}, []
    for line in block[1].splitlines()[1:]:
        drawn = re.match(r"((?:[│ ]   )*[├└]── )(\S+)(?:\s+(.*))?$", line)
        assert drawn, f"not a line of a tree: {line!r}"
        above = [*above[: len(drawn[1]) // 4 - 1], drawn[2].rstrip("/")]
        found["/".join(above)] = drawn[3] or ""
    return found


def worth_drawing() -> Iterator[str]:
    """Every folder of the packages, and every module that is nobody's helper and stands beside such folders."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            inner = path.relative_to(ROOT)
            if "__pycache__" in inner.parts or "versions" in inner.parts:
                continue
            if path.is_dir() or (path.suffix == ".py" and len(inner.parts) == 2 and not path.stem.startswith("_")):
                yield inner.as_posix()
    yield from (*PACKAGES, "benchmarks", "tests", "Dockerfile", "docker-compose.yml", "LICENSE", "CHANGELOG.md")
    yield from ("README.md", "README.zh.md", "pyproject.toml", ".ci/run", "pipelines/__main__.py")


def test_the_readme_draws_what_is_there() -> None:
    drawn = tree()
    assert [path for path in drawn if not (ROOT / path).exists()] == []
    assert sorted(set(worth_drawing()) - set(drawn)) == []
    assert [path for path, purpose in drawn.items() if not purpose] == []


def options_of(command: str) -> list[str]:
    built = parser.build([command, "report"] if command == "batch" else [command])
    (commands,) = (a for a in built._actions if isinstance(a, argparse._SubParsersAction))
    flags = [flag for action in commands.choices[command]._actions for flag in action.option_strings]
    return [flag for flag in flags if flag.startswith("--") and not flag.startswith("--no-") and flag != "--help"]


COMMANDS = (*registry.names("tasks"), *parser.COMMANDS)


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
@pytest.mark.parametrize("command", COMMANDS)
def test_commands_and_options_are_documented(command: str, readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    assert f"r1doc {command}" in text
    assert [flag for flag in options_of(command) if f"`{flag}" not in text and f" {flag}" not in text] == []


def test_the_readme_names_the_test_command_that_is_run() -> None:
    command = (ROOT / ".ci" / "run").read_text().strip().splitlines()[-1]
    assert command in (ROOT / "README.md").read_text("utf-8")


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text and "END OF TERMS AND CONDITIONS" in text


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())
