"""Where results are kept: what is searched in SQL, whole results as files named by their sha256."""

from .files import Files
from .records import Job, StoredDocument, StoredFact, StoredFinding
from .store import Store, StoreUnavailable

__all__ = ["Files", "Job", "Store", "StoreUnavailable", "StoredDocument", "StoredFact", "StoredFinding"]
