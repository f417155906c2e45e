"""Tables of a document: ruled, half ruled and without rules, over page breaks too.

page -> rules -> ruled areas -> grids -> tables
words outside of them -> zones of layout -> runs of lines with aligned gaps -> grids -> tables
last table of a page + first of the next, same columns -> one table
"""

from .find import find_tables, tables_ahead

__all__ = ["find_tables", "tables_ahead"]
