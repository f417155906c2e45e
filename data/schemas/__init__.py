"""The vocabulary: frozen records and dataclasses that every stage speaks. The public list is tested."""

from .answer import Answer, Operand
from .base import Exact, Record, plain
from .chart import Axis, Chart, ChartKind, Point, Scaling, Series
from .digest import Digest, Line, Place, lines_of
from .document import Document, Label, Page, Region, Ruling, Word
from .fact import Conflict, Fact, Period, Provenance
from .finding import Check, Finding
from .geometry import BBox
from .mention import Figure, Mention, Sentence, Spot
from .question import Question, Span
from .reading import Reading
from .report import Claim, KeyFigure, Mark, Plot, PlotLine, Report, Section
from .run import Artifact, DocumentInfo, PackUse, Result, Run
from .statement import Amount, Column, Row, Statement
from .table import Cell, Table

__all__ = [
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
