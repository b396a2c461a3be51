"""Whatever is asked of the API, it answers as its document says, and never with a server error."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import given, settings
from schemathesis import checks
from schemathesis.specs.openapi import checks as openapi

from archive import rights
from archive.models import Article, Issue
from archive.rights import Limits
from desk.api import document

CHECKED = (
    checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
)


@pytest.fixture
def api(
    db: None, quotes: None, published: Issue, put: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> Iterator[schemathesis.BaseSchema]:
    """The API in this process, with figures, an issue and articles that state prices."""
    put(text="5月18日，湖北碳市场成交均价16.48元/吨，成交量1200吨。", title="湖北碳市场日报")
    many = replace(rights.rules(), limits=Limits(reader=10**9, key=10**9))
    monkeypatch.setattr("desk.api.access.rules", lambda: many)
    # As Django's own test client does: the end of a request would close the connection of the test.
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    served = get_wsgi_application()

    def whole(environ: Any, start: Any) -> Iterable[bytes]:
        """A server closes what it has sent; schemathesis does not."""
        answer = served(environ, start)
        try:
            return list(answer)
        finally:
            answer.close()  # type: ignore[attr-defined]

    yield schemathesis.openapi.from_wsgi("/api/openapi.json", whole)
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("path", sorted(document.paths()))
def test_the_answer_is_one_of_the_document(api: schemathesis.BaseSchema, path: str) -> None:
    """Some dozen questions for each address, right and wrong ones."""

    @settings(max_examples=25, deadline=None, derandomize=True, database=None)
    @given(case=api[path]["GET"].as_strategy())
    def asked(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKED)

    asked()
