"""Imported by the server that worker processes are forked from, so that a worker starts with everything at hand.

Only what every document needs: OCR and its runtime load where a page asks for them.
"""

from __future__ import annotations

import pipelines.facts.build
import pipelines.facts.cover
import pipelines.facts.reconcile
import pipelines.facts.segments
import pipelines.facts.statements
import pipelines.layout.drivers
import pipelines.layout.regions
import pipelines.layout.sentences
import pipelines.readers.pdf
import pipelines.reports
import pipelines.rules
import pipelines.tables
import pipelines.tasks.report
import pipelines.worker  # noqa: F401
from pipelines import registry

for _name in registry.names("exporters"):
    registry.load("exporters", _name)
