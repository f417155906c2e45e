"""Every error we raise on purpose, as a tree. Each message says whose fault it is and what to do.

R1DocError (1)
├── InputError (3)            the document; a batch goes on
│   ├── UnreadableFile        damaged, empty, or not what its bytes claim
│   ├── EncryptedFile         needs a password
│   ├── TooLarge              over the limits on bytes, pages, pixels, seconds or memory
│   ├── UnsupportedFile       no reader takes this kind of file
│   └── WorkerKilled          its process was killed from outside; a batch tries again
├── UnknownPlugin (2)         a name that no file of the registry bears
├── MissingDependency (5)     names the command that installs it
└── BackendError (6)          a model server did not answer
"""

from __future__ import annotations


class R1DocError(Exception):
    """Base of all; `exit_code` is the process's exit status."""

    exit_code = 1


class InputError(R1DocError):
    """The document cannot be used. The message names file, page where known, cause and remedy."""

    exit_code = 3

    def __init__(self, file: str, cause: str, remedy: str = "", page: int | None = None) -> None:
        self.file, self.cause, self.remedy, self.page = file, cause, remedy, page
        where = f"{file}, page {page}" if page else file
        super().__init__(f"{where}: {cause}" + (f". {remedy}" if remedy else ""))

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str, int | None]]:
        return type(self), (self.file, self.cause, self.remedy, self.page)


class UnreadableFile(InputError):
    """Damaged, empty, or not what it claims to be."""


class EncryptedFile(InputError):
    """Needs a password that we do not have."""


class TooLarge(InputError):
    """Over a limit on bytes, pages, pixels, seconds or memory."""


class UnsupportedFile(InputError):
    """No reader takes it."""


class WorkerKilled(InputError):
    """The process that worked on it was killed from outside (SIGKILL): by a person, or for want of memory."""


class UnknownPlugin(R1DocError):
    """A name that the registry does not hold; the message lists the known ones."""

    exit_code = 2


class MissingDependency(R1DocError):
    """A library or weight is not installed; the message names the command that installs it."""

    exit_code = 5


class BackendError(R1DocError):
    """A backend did not answer."""

    exit_code = 6
