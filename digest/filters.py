"""Template filters for text from the web."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from digest import markup

register = template.Library()


@register.filter
def rich(text: str) -> SafeString:
    """Escaped, without invisible characters, with lowered and raised digits set as such."""
    return markup.rich(text)


@register.filter
def prose(text: str) -> SafeString:
    """A paragraph of a text: as `rich`, and without the blanks that some sites set around numbers in Chinese."""
    return markup.rich(markup.tight(text))


@register.filter
def title(text: str) -> SafeString:
    """As `rich`; its last four characters stay together."""
    return markup.bound(text, 4)


@register.filter
def paragraph(text: str) -> SafeString:
    """As `prose`; a last line has two characters at least beside its full stop."""
    return markup.bound(markup.tight(text), 3)


@register.filter
def pointed(text: str, places: int) -> SafeString:
    """A figure of a column with so many decimals at most."""
    return markup.pointed(text, places)


@register.filter
def svg(drawing: str) -> SafeString:
    """The publisher's own logo, which `digest.house` has looked at."""
    return mark_safe(drawing)  # noqa: S308  # from data/house.toml, checked where it is read


@register.filter
def level(text: str) -> str:
    """The same on one line without markup, for attributes and titles."""
    return markup.level(text)
