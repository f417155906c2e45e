"""From a reading and what the rules said of it to a report: sections of claims, key figures, plots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.schemas import Check, Claim, Finding, Reading, Report, Section, Sentence

from . import evidence, performance, position
from .figures import figure_scale, figures, heads, spell
from .plots import plots
from .view import View, make_view


def write_report(
    reading: Reading,
    checks: Sequence[Check],
    findings: Sequence[Finding],
    language: str,
    drivers: tuple[tuple[Sentence, str], ...] = (),
) -> Report:
    """The report in one language. A section without claims says why it is empty."""
    view = make_view(reading.facts, reading.conflicts, reading.info, language)
    lines = figures(view)
    stated = {line.current for line in lines}
    scale = figure_scale(view, [fact for fact in view.facts if fact.id in stated])
    return Report(
        title=_title(view),
        language=view.wording.language,
        subtitle=_subtitle(view),
        unit=scale.unit if lines else "",
        columns=heads(view) if lines else (),
        figures=lines,
        sections=_sections(view, reading, checks, findings, drivers),
        plots=plots(view, scale),
    )


def _title(view: View) -> str:
    return view.info.entity or view.info.name or str(view.wording.get("unnamed"))


def _subtitle(view: View) -> str:
    form = view.info.form or ""
    parts = (view.wording.get("forms").get(form.lower(), form), spell(view, view.now or view.close))
    return " · ".join(part for part in parts if part)


def _sections(
    view: View,
    reading: Reading,
    checks: Sequence[Check],
    findings: Sequence[Finding],
    drivers: tuple[tuple[Sentence, str], ...],
) -> tuple[Section, ...]:
    no_figures = "no_figures"
    return (
        _section(view, "glance", performance.glance(view), "no_facts"),
        _section(view, "performance", performance.performance(view), no_figures),
        _margins(view),
        _section(view, "balance", position.balance(view), no_figures),
        _section(view, "cashflow", position.cashflow(view), no_figures),
        _section(view, "segments", performance.segments(view), "no_segments"),
        _section(view, "drivers", evidence.drivers(view, drivers), "no_drivers"),
        _section(view, "checks", evidence.checks(view, checks), "no_checks"),
        _section(view, "warnings", evidence.warnings(view, findings), "no_warnings"),
        _missing(view, reading),
    )


def _section(view: View, name: str, claims: Iterable[Claim], empty: str) -> Section:
    said = tuple(claims)
    return Section(
        id=name,
        heading=view.wording.get(f"headings.{name}"),
        claims=said,
        empty="" if said else view.wording.get(f"missing.{empty}"),
    )


def _margins(view: View) -> Section:
    """A bank's section says why there is no gross margin, whatever else it holds."""
    section = _section(view, "margins", performance.margins(view), "no_figures")
    if view.bank and "GrossProfit" not in view.by_concept:
        return section.model_copy(update={"empty": view.wording.get("missing.no_margins_bank")})
    return section


def _missing(view: View, reading: Reading) -> Section:
    return Section(
        id="missing",
        heading=view.wording.get("headings.missing"),
        claims=tuple(evidence.missing(view, reading)),
        empty=evidence.not_found(view, reading),
    )
