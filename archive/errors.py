"""What the archive refuses. Every message is one sentence that says what to do.

ArchiveError
├── BadInput      a file or record that cannot be taken as it is
└── Unknown       a market, product, issue or source that the archive does not have
"""


class ArchiveError(Exception):
    """The archive cannot do what was asked, and nothing was changed."""


class BadInput(ArchiveError):
    """A file or record that cannot be taken as it is."""


class Unknown(ArchiveError):
    """Something was named that the archive does not have."""
