"""What can be wrong with a page, as one tree.

::

    ReadError            the page cannot be read: nothing of it is stored, the bytes stay in the page store
    ├── Drift            the site was changed: what the declaration names is not on the page
    ├── Blocked          a wall, a login or a challenge stands where the page should be
    └── Hollow           the page is sound, and there is nothing in it to read
        └── Gone         it says that the article was taken away

Each carries the source, the address and one sentence with the remedy (``detail``).
"""


class ReadError(Exception):
    """A page that cannot be read. ``str()`` is one sentence an editor can act on."""

    def __init__(self, detail: str, *, source: str = "", url: str = "") -> None:
        self.detail = detail
        self.source = source
        self.url = url
        self.known: object = None  # what was read before the fault, where that is of use (title and day of a Hollow)
        super().__init__(detail)

    def __str__(self) -> str:
        place = " ".join(part for part in (self.source, self.url) if part)
        return f"{place}: {self.detail}" if place else self.detail

    def at(self, *, url: str) -> "ReadError":
        """The same error, told where it happened; what is known already stays."""
        told = type(self)(self.detail, source=self.source, url=self.url or url)
        told.known = self.known
        return told

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.detail, self.source, self.url, self.known)


class Drift(ReadError):
    """The page is not laid out as declared: a heading, a table or a list is gone, new or renamed."""


class Blocked(ReadError):
    """The site answered with a challenge, a login or a refusal instead of the page."""


class Hollow(ReadError):
    """The page is what it should be but holds nothing: "empty, because …"."""


class Gone(Hollow):
    """The site says that what stood here was taken away, by its status (404, 410) or in words."""


def _rebuild(kind: type[ReadError], detail: str, source: str, url: str, known: object) -> ReadError:
    error = kind(detail, source=source, url=url)
    error.known = known
    return error
