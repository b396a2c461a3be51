"""What the digest refuses. Every message is one sentence that says what to do.

BuildError
├── BadSnapshot    a snapshot that is damaged, or that another version wrote
├── BadForm        an issue as text that an editor changed into something that cannot be read back
└── RenderFault    the renderer warned: a lost glyph, a broken link, a style that it does not know
"""


class BuildError(Exception):
    """An issue cannot be drafted, frozen or printed as asked; no file under a final name was touched."""


class BadSnapshot(BuildError):
    """A snapshot that is damaged, or that another version wrote."""


class BadForm(BuildError):
    """An issue as text that cannot be read back; the message names the lines."""


class RenderFault(BuildError):
    """The renderer warned, so the page would not be what the snapshot says."""
