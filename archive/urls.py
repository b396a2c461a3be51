"""When two addresses are the same page."""

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

TRACKING = re.compile(
    r"utm_\w+|spm|share\w*|from|isappinstalled|nsukey|wfr|tt_from|timestamp|scene|clicktime|enterid|bd_vid|gclid|fbclid",
    re.IGNORECASE,
)
"""Parameters that say how a reader came, not what the page is."""


def canonical(url: str) -> str:
    """The address without what does not change the page: scheme, case of the host, default port, tracking, last slash.

    A fragment is dropped unless it is a route (#/… or #!…), which some sites use as the address of the article.
    What is no web address stands for itself.
    """
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port and parts.port not in {80, 443} else ""
    except ValueError:
        return url.strip()
    if not parts.hostname:
        return url.strip()
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(k)])
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""
    return f"//{parts.hostname}{port}{parts.path.rstrip('/')}{'?' + query if query else ''}{fragment}"


def key(url: str) -> str:
    """A short name of the canonical address, to look it up by."""
    return hashlib.sha256(canonical(url).encode()).hexdigest()
