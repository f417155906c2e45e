"""Facts to a written report: every number printed is a mark that leads to the fact it comes from."""

from .figures import key_figures
from .write import write_report

__all__ = ["key_figures", "write_report"]
