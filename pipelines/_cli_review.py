"""`r1doc review`: what it adds to a task: a rule explained, findings as SARIF, the exit status a pipeline reads."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from data.schemas import Finding, Result
from pipelines import registry
from pipelines._cli_parser import params_of
from pipelines.errors import UnknownPlugin

FAILED = 10  # --fail-on met its level
SHOWN = 14  # findings printed; the files have them all
MARKS = {"fail": "✗", "review": "△"}

Work = Callable[[argparse.Namespace], tuple[int, list[Result]]]


def review(options: argparse.Namespace, work: Work) -> int:
    """Explain a rule, or review the files; status 10 where a finding fails that `--fail-on` asks about."""
    task = registry.load("tasks", "review")
    params = params_of("review", options)
    if options.explain:
        sys.stdout.write(task.explain(params))
        return 0
    if not options.files:
        raise UnknownPlugin("review wants a file, or --explain RULE. See r1doc review --help")
    task.check(params)
    if options.format == "sarif":
        options.quiet = True
    status, results = work(options)
    if options.format == "sarif" and not options.json:
        sarif = registry.load("exporters", "review_sarif").sarif
        sys.stdout.writelines(sarif(result) for result in results)
    elif not (options.json or options.quiet):
        sys.stdout.writelines(f"{line}\n" for result in results for line in lines(result))
    return status or (FAILED if any(task.failed(result, params) for result in results) else 0)


def lines(result: Result) -> list[str]:
    """The findings that want a person, worst first, and how many rules are met."""
    findings = result.findings or ()
    order = {"error": 0, "warning": 1, "note": 2, "none": 3}
    wanting = sorted((f for f in findings if f.kind in MARKS), key=lambda f: (f.kind != "fail", order[f.level]))
    used = result.review
    met = sum(finding.kind == "pass" for finding in findings)
    said = [f"  {used.title}: {met} of {used.rules} rules found" + _guess(result)] if used else []
    said += [f"  {MARKS[finding.kind]} {finding.level}: {_short(finding)}" for finding in wanting[:SHOWN]]
    if len(wanting) > SHOWN:
        said.append(f"  and {len(wanting) - SHOWN} more in review.md")
    return said


def _guess(result: Result) -> str:
    used = result.review
    return f" (pack {used.pack} recognised: {used.why})" if used and used.guessed else ""


def _short(finding: Finding) -> str:
    page = f" (p. {finding.provenance[0].page})" if finding.provenance and finding.provenance[0].start is None else ""
    text = " ".join(finding.message.split())
    return (f"{text[:150]}…" if len(text) > 150 else text) + page
