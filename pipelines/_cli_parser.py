"""The command line: what may be typed, and what it means. No command is run here.

Settings resolve flag > `R1DOC_<NAME>` environment variable > default. A task's own flags are the fields of its
`Params`; its line in the list of commands is its docstring, read without importing it, so that `--help` is instant.
"""

from __future__ import annotations

import argparse
import ast
import os
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, Literal, NoReturn, get_args, get_origin

from pipelines import registry

DESCRIPTION = "Reads business documents the way a careful analyst does, and proves every number it states."
EPILOG = """\
examples:
  r1doc report acme_10k.pdf                 facts, checks, warnings and a cited report in ./r1doc-out/acme_10k/
  r1doc report acme_10k.pdf --json --quiet  the result as JSON on standard output
  r1doc batch report filings/ --out out/    every document below a folder; call it again to resume
  r1doc doctor                              what is installed, and what to do about the rest

exit status:
  0 done · 1 unexpected error · 2 usage · 3 input unusable · 4 batch finished, some documents failed
  5 a dependency is missing · 6 a backend did not answer · 10 review --fail-on met its level

Every option can be set by an environment variable: --store by R1DOC_STORE. Its own help: r1doc COMMAND --help
"""
TASK_EPILOG = """\
Each document gets a folder OUT/<its name>/ with result.json (everything) and the files for people.
A document that was worked on before is not worked on again: its result is kept in the store (--force repeats).
"""
EPILOGS = {
    "review": """
examples:
  r1doc review contract.pdf                            the pack is recognised, and the guess is said
  r1doc review dpa.docx --rules gdpr-art28 --set breach_notice.max=48h
  r1doc review nda.txt --rules mine.yaml --fail-on high --format sarif > review.sarif
  r1doc review --explain gdpr-art28.breach_notice      how a rule is tested, with its examples

exit status 10: a finding of the level that --fail-on names, or above, failed.
It assists a reviewer and gives no legal advice.
"""
}
COMMANDS = {
    "batch": "A task over many files and folders; resumes by itself.",
    "doctor": "What is installed, which backends answer, and what to do about the rest.",
    "eval": "Measure r1doc on development data, by the name of the benchmark.",
}
DEFAULT_BACKEND = "r1"
TRUE = ("1", "true", "yes", "on")


class Parser(argparse.ArgumentParser):
    """A usage error is one line, with the command that helps; exit status 2."""

    def error(self, message: str) -> NoReturn:
        """Say what was wrong, and where help is."""
        self.exit(2, f"{self.prog}: {message}. See {self.prog} --help\n")


def parse(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """The options of the command, and for `eval` those it passes on."""
    parser = build(arguments)
    options, rest = parser.parse_known_args(arguments)
    rest = _with_last_word(options, rest)
    if rest and options.command != "eval":
        parser.error(f"unrecognized: {' '.join(rest)}")
    return options, rest


def _with_last_word(options: argparse.Namespace, rest: list[str]) -> list[str]:
    """What followed an option belongs to the files too: `ask a.pdf b.pdf --json "How much?"`."""
    last = getattr(options, "last", None)
    if not rest or not last or any(word.startswith("-") for word in rest):
        return rest
    words = [*options.files, getattr(options, last), *rest]
    options.files = [Path(word) for word in words[:-1]]
    setattr(options, last, words[-1])
    return []


def build(arguments: Sequence[str]) -> Parser:
    """The parser; only the command that `arguments` name gets its options, the others their line of help."""
    parser = Parser(prog="r1doc", description=DESCRIPTION, epilog=EPILOG, formatter_class=_Plain)
    parser.add_argument("--version", action="version", version=f"r1doc {metadata.version('r1doc')}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, title="commands")
    words = [word for word in arguments if not word.startswith("-")]
    tasks = registry.names("tasks")
    for name, purpose in {**{task: title(task) for task in tasks}, **COMMANDS}.items():
        command = commands.add_parser(name, help=purpose, description=purpose, formatter_class=_Plain)
        if name not in words[:1]:
            continue
        if name in tasks:
            command.epilog = TASK_EPILOG + EPILOGS.get(name, "")
            fileless = "explain" in registry.load("tasks", name).Params.model_fields
            kinds = "PDF, picture, DOCX, Markdown or text" if fileless else "PDF or image"
            command.add_argument("files", metavar="FILE", nargs="*" if fileless else "+", type=Path, help=kinds)
            _last_word(command, name)
            _work_options(command)
            _param_options(command, name)
        elif name == "batch":
            _batch_options(command, next((word for word in words[1:] if word in tasks), None))
        elif name == "doctor":
            _doctor_options(command)
        else:
            _eval_options(command)
    return parser


def title(task: str) -> str:
    """First line of the task's docstring."""
    tree = ast.parse((registry.ROOT / "tasks" / f"{task}.py").read_text(encoding="utf-8"))
    return (ast.get_docstring(tree) or task).splitlines()[0]


def params_of(task: str, options: argparse.Namespace) -> Any:
    """The task's Params as the options have it."""
    kind = registry.load("tasks", task).Params
    return kind(**{name: getattr(options, name) for name in kind.model_fields})


class _Plain(argparse.RawDescriptionHelpFormatter):
    """Wide enough for a line of help beside the longest option."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=100)


def _last_word(command: Parser, task: str) -> None:
    """The parameter that stands after the files, where the task has one: `LAST` names it."""
    last = last_of(task)
    if last:
        purpose = registry.load("tasks", task).Params.model_fields[last].description or ""
        command.add_argument(last, metavar=last.upper(), help=purpose)
        command.set_defaults(last=last)


def last_of(task: str) -> str | None:
    """Name of the parameter that is no option but the last word."""
    name: str | None = getattr(registry.load("tasks", task), "LAST", None)
    return name


def _work_options(command: Parser) -> None:
    group = command.add_argument_group("options of every task")
    _option(group, "out", Path, "r1doc-out", "folder that receives one folder a document", "DIR")
    _option(group, "backend", _backend, DEFAULT_BACKEND, f"who is asked where rules are unsure ({_known()})", "NAME")
    _option(
        group, "store", str, "", "where results are kept: any SQLAlchemy URL (SQLite in your data directory)", "URL"
    )
    _option(group, "seconds", _positive, "900", "limit of time a document", "N")
    _option(group, "megabytes", _positive, "4000", "limit of memory a document", "N")
    _switch(group, "force", "work on a document again although its result is kept")
    _switch(group, "json", "the result on standard output, and nothing else there")
    _switch(group, "quiet", "no progress and no summary")


def _batch_options(command: Parser, task: str | None) -> None:
    command.add_argument(
        "task", metavar="TASK", choices=registry.names("tasks"), help=" or ".join(registry.names("tasks"))
    )
    command.add_argument(
        "paths", metavar="PATH", nargs="+", type=Path, help="files, and folders to search for documents"
    )
    _option(command, "workers", _positive, str(os.cpu_count() or 1), "documents worked on at a time", "N")
    engines = "processes of this machine, or a Ray cluster"
    _option(command, "engine", _one_of("local", "ray"), "local", engines, "local|ray")
    _work_options(command)
    if task:
        _param_options(command, task)


def _doctor_options(command: Parser) -> None:
    _option(command, "store", str, "", "the store to try: any SQLAlchemy URL", "URL")
    _switch(command, "json", "the answers as JSON")


def _eval_options(command: Parser) -> None:
    command.add_argument("name", metavar="NAME", nargs="?", default="", help="the benchmark; without it, their list")
    _option(command, "data", str, "", "folder of the development data", "DIR")
    _switch(command, "json", "the figures as JSON")
    command.epilog = "Further options are handed to the benchmark: r1doc eval tables --peers"


def _param_options(command: Parser, task: str) -> None:
    group = command.add_argument_group(f"options of {task}")
    for name, field in registry.load("tasks", task).Params.model_fields.items():
        if command.get_default("last") == name:
            continue
        default, purpose = field.default, field.description or ""
        if field.annotation is bool:
            value = _environment(name, str(default).lower())
            group.add_argument(
                _flag(name), action=argparse.BooleanOptionalAction, default=value.lower() in TRUE, help=purpose
            )
        elif get_origin(field.annotation) is Literal:
            choices = get_args(field.annotation)
            _option(group, name, _one_of(*choices), default, purpose, "|".join(choices))
        else:
            _option(group, name, field.annotation or str, str(default), purpose, name.upper())


def _option(group: Any, name: str, kind: Callable[[str], Any], default: str, purpose: str, shown: str) -> None:
    note = f" (default {default})" if default else ""
    group.add_argument(_flag(name), type=kind, default=_environment(name, default), metavar=shown, help=purpose + note)


def _switch(group: Any, name: str, purpose: str) -> None:
    group.add_argument(_flag(name), action="store_true", default=_environment(name, "").lower() in TRUE, help=purpose)


def _environment(name: str, default: str) -> str:
    return os.environ.get(f"R1DOC_{name.upper()}") or default


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


def _one_of(*choices: str) -> Callable[[str], str]:
    def choose(text: str) -> str:
        if text not in choices:
            raise argparse.ArgumentTypeError(f"{text!r} is none of {', '.join(choices)}")
        return text

    return choose


def _known() -> str:
    return ", ".join(registry.names("backends"))


def _backend(text: str) -> str:
    return _one_of(*registry.names("backends"))(text.partition("@")[0]) and text
