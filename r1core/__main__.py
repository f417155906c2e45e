"""`python -m r1core COMMAND`: each command lives in the module that does the work, imported when it is asked for.

A command's module has HELP, `add_arguments(parser)` and `run(options) -> exit status`.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

COMMANDS = {"bench": "bench", "concepts": "concepts_command", "train": "train_command"}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m r1core", description="R1, the model.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    given = sys.argv[1:] if arguments is None else arguments
    for name, module_name in COMMANDS.items():
        if given[:1] not in ([name], ["-h"], ["--help"]):
            commands.add_parser(name)  # its module stays unread
            continue
        module = import_module(f"r1core.{module_name}")
        command = commands.add_parser(name, help=module.HELP, description=module.__doc__)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    options = parser.parse_args(given)
    status: int = options.run(options)
    return status


if __name__ == "__main__":
    sys.exit(main())
