"""What a report speaks of: the facts and passages whose places a reader may ask for."""

from __future__ import annotations

from collections.abc import Sequence

from data.schemas import Claim, Provenance

from ._page import Page


def cited_ids(page: Page) -> tuple[str, ...]:
    """Ids of the facts that the report speaks of, in the order in which it does."""
    report = page.report
    ids = [one for figure in report.figures for one in (figure.current, figure.previous or "", *figure.trend)]
    ids += [one for section in report.sections for claim in section.claims for one in claim.citations]
    ids += [one for plot in report.plots for line in plot.lines for facts in line.facts for one in facts]
    ids += [fact.id for warned in page.warned for fact in warned.facts]
    ids += [fact.id for tried in page.tried for fact in tried.facts]
    ids += [one for conflict in page.result.conflicts or () for one in conflict.facts]
    return tuple(one for one in dict.fromkeys(ids) if one in page.facts)


def cited_quotes(page: Page) -> tuple[Provenance, ...]:
    """Passages that the report quotes."""
    claims: Sequence[Claim] = [claim for section in page.report.sections for claim in section.claims]
    quoted = [quote for claim in claims for quote in claim.quotes]
    return tuple(dict.fromkeys(quoted + [quote for shown in page.warned for quote in shown.quotes]))
