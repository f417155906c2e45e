"""`r1doc eval NAME`: run a benchmark of the checkout and print its figures.

A benchmark is a file `benchmarks/<name>.py` with `run(data, *, as_json=False, **options) -> dict`; further options
of the command line are handed to it (`--peers` is peers=True, `--pages 5` is pages="5").
"""

from __future__ import annotations

import ast
import importlib.util
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

from rich.table import Table as Grid
from rich.text import Text

from pipelines import registry
from pipelines._cli_summary import console
from pipelines.errors import MissingDependency, UnknownPlugin

CHECKOUT = registry.ROOT.parent
BESIDE = CHECKOUT.parent / "shared" / "data"


def evaluate(name: str, data: str, as_json: bool, rest: Sequence[str]) -> int:
    """Run the benchmark by that name; without one, list them."""
    if not name:
        for known, purpose in benchmarks().items():
            sys.stdout.write(f"{known:<14} {purpose}\n")
        return 0
    module, options = _load(name), _options(rest)
    folder = Path(data) if data else BESIDE
    if not folder.is_dir():
        raise MissingDependency(f"no development data at {folder}: name their folder with --data DIR or R1DOC_DATA")
    figures = module.run(folder, as_json=as_json, **options)
    if as_json:
        sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1, default=str) + "\n")
    else:
        console().print(table(name, figures))
    return 0


def benchmarks() -> dict[str, str]:
    """Name and purpose of every benchmark, read without importing them."""
    files = sorted((CHECKOUT / "benchmarks").glob("[!_]*.py"))
    return {path.stem: (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n")[0] for path in files}


def table(title: str, figures: Mapping[str, object]) -> Grid:
    """Figures as a table: nested ones as `outer inner`, or a column each where all have the same keys."""
    rows = [value for value in figures.values() if isinstance(value, Mapping)]
    keys = list(rows[0]) if rows and len(rows) == len(figures) else []
    if keys and all(list(row) == keys for row in rows) and len(keys) <= 8:
        grid = Grid(title=title, title_justify="left", box=None, padding=(0, 2, 0, 0))
        grid.add_column("")
        for key in keys:
            grid.add_column(str(key), justify="right")
        for name, row in zip(figures, rows, strict=True):
            grid.add_row(Text(name), *(_shown(row[key]) for key in keys))
        return grid
    grid = Grid(title=title, title_justify="left", box=None, show_header=False, padding=(0, 2, 0, 0))
    for name, value in _flat(figures):
        grid.add_row(Text(name), _shown(value))
    return grid


def _flat(figures: Mapping[str, object], prefix: str = "") -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for name, value in figures.items():
        inner = isinstance(value, Mapping)
        found += _flat(value, f"{prefix}{name} ") if inner else [(f"{prefix}{name}", value)]  # type: ignore[arg-type]
    return found


def _shown(value: object) -> Text:
    if isinstance(value, float):
        return Text(f"{value:.3f}", justify="right")
    return Text(str(value), justify="right" if isinstance(value, int) else "left", overflow="fold")


def _load(name: str) -> ModuleType:
    path = CHECKOUT / "benchmarks" / f"{name}.py"
    known = benchmarks()
    if not known:
        raise MissingDependency("benchmarks are part of the checkout: clone the repository, pip install -e it")
    if name not in known:
        raise UnknownPlugin(f"no benchmark is called {name!r}; known: {', '.join(known)}")
    if str(CHECKOUT) not in sys.path:
        sys.path.insert(0, str(CHECKOUT))  # benchmarks share helpers as `benchmarks._…`
    spec = importlib.util.spec_from_file_location(f"benchmarks.{name}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up by name
    spec.loader.exec_module(module)
    return module


def _options(rest: Sequence[str]) -> dict[str, object]:
    options: dict[str, object] = {}
    words = list(rest)
    while words:
        flag = words.pop(0)
        if not flag.startswith("--"):
            raise UnknownPlugin(f"the benchmark takes options, not {flag!r}")
        name, equals, value = flag.removeprefix("--").partition("=")
        if not equals and words and not words[0].startswith("--"):
            value = equals = words.pop(0)
        options[name.replace("-", "_")] = value if equals else True
    return options
