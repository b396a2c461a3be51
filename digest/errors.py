"""What the digest refuses. Every message is one sentence that says what to do.

BuildError
├── BadSnapshot    a snapshot that is damaged, or that another version wrote
└── RenderFault    the renderer warned: a lost glyph, a broken link, a style that it does not know
"""


class BuildError(Exception):
    """An issue cannot be drafted, frozen or printed as asked; no file under a final name was touched."""


class BadSnapshot(BuildError):
    """A snapshot that is damaged, or that another version wrote."""


class RenderFault(BuildError):
    """The renderer warned, so the page would not be what the snapshot says."""
