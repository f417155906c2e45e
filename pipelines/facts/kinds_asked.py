"""The backend's opinion on pages that look like statements and bear no title that the rules know.

Asked only where a core statement was found nowhere, all pages in one batch, one question a page.

    Tagging.question  "statement-kind"
    Tagging.items     the rows of the page: their words without the numbers
    Tagging.around    parallel to items: how many numbers stand beside
    Opinion.value     income, balance, cashflow, equity, comprehensive, other; `others` the rest with probabilities

The rows with numbers vote: a page is what most of their probability says. Below SURE the rules decide alone, and a page
counts only where another core statement stands near: statements of a report follow one another, and a table of a note
that looks like one stands alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.schemas import Page
from data.schemas.statement import Kind
from pipelines.contracts import Backend, Opinion, Tagging
from pipelines.facts.kinds import likeness
from pipelines.facts.lines import Line, squeeze
from pipelines.facts.parts import FEW_NUMBERS, Pages

QUESTION = "statement-kind"
SURE = 0.5  # mean probability of the rows from which on an answer counts
NEAR = 4  # pages from one core statement to the next, at most
CORE = ("income", "balance", "cashflow")
DENSE, MOST_DENSE = 0.12, 40  # share of numbers on a page that may be a statement; pages whose rows are looked at
MOST = 12  # pages that are asked about, those with most characteristic lines
FEWEST = 5  # rows with a label and numbers
LONGEST = 120  # rows of a page that are told


@dataclass(frozen=True, slots=True)
class Voted:
    """What the rows of a page say it is, and the mean of their probability for that."""

    kind: str
    confidence: float

    def denies(self, kind: Kind) -> bool:
        """It is another statement."""
        return self.kind not in (kind, "other")


Told = dict[int, Voted]
"""Page → what the backend is sure that it is."""


def told_kinds(pages: Pages, missing: Sequence[Kind], taken: Mapping[int, Kind], backend: Backend) -> Told:
    """Opinions on the pages that may hold one of the missing statements; `taken`: what pages hold for certain."""
    numbers = doubtful(pages, missing, taken)
    questions = [question(pages.lines(number)) for number in numbers]
    answers = backend.tag(questions) if questions else []
    votes = {n: vote(asked, answer) for n, asked, answer in zip(numbers, questions, answers, strict=True)}
    sure = {number: voted for number, voted in votes.items() if voted is not None and voted.confidence >= SURE}
    kinds = {**{number: voted.kind for number, voted in sure.items()}, **taken}
    return {number: voted for number, voted in sure.items() if _in_company(number, kinds)}


def _in_company(number: int, kinds: Mapping[int, str]) -> bool:
    """Another core statement stands on a page near this one."""
    near = {kinds.get(other) for other in range(number - NEAR, number + NEAR + 1)} - {kinds[number]}
    return any(kind in CORE for kind in near)


def doubtful(pages: Pages, missing: Sequence[Kind], taken: Collection[int]) -> list[int]:
    """Pages full of rows with numbers that no statement was found on, likeliest first."""
    dense = sorted(((_density(page), page.number) for page in pages.document.pages), reverse=True)
    likely: list[tuple[int, int]] = []
    for share, number in dense[: MOST_DENSE + len(taken)]:
        if share < DENSE or number in taken:
            continue
        labels = [squeeze(line.label_text) for line in pages.lines(number) if line.figures and line.label]
        if len(labels) >= FEWEST:
            likely.append((max(likeness(labels, kind) for kind in missing), number))
    return [number for _, number in sorted(likely, key=lambda found: (-found[0], found[1]))[:MOST]]


def _density(page: Page) -> float:
    """Share of words that end like numbers; 0 where there are few."""
    count = sum(w.text[-1:].isdigit() or w.text[-1:] == ")" for w in page.words)
    return count / len(page.words) if count >= FEW_NUMBERS else 0.0


def question(lines: Iterable[Line]) -> Tagging:
    """The rows of a page that say something."""
    rows = [line for line in lines if any(c.isalpha() for c in line.text)][:LONGEST]
    counts = tuple(str(len(line.figures)) for line in rows)
    return Tagging(QUESTION, tuple(" ".join(word.text for word in line.words) for line in rows), around=counts)


def vote(asked: Tagging, answer: Sequence[Opinion]) -> Voted | None:
    """The mean over the rows with numbers; None where the backend has no opinion."""
    total: Counter[str] = Counter()
    rows = 0
    for opinion, count in zip(answer, asked.around, strict=True):
        if count != "0" and opinion.confidence > 0:
            total.update(dict([(opinion.value, opinion.confidence), *opinion.others]))
            rows += 1
    if rows < FEWEST:
        return None
    kind, mass = total.most_common(1)[0]
    return Voted(kind, mass / rows)
