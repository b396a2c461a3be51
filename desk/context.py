"""What every page knows."""

from typing import Any

from django.http import HttpRequest

from archive.models.articles import SECTIONS
from desk import roles
from digest import house


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Context processor. A page for strangers never asks who they are, so it sets no cookie and may be cached."""
    signed_in = request.path.startswith("/desk/") and request.user.is_authenticated
    return {
        "publication": house.name(),
        "sections": SECTIONS,
        "signed_in": signed_in,
        "user": request.user if signed_in else None,
        "roles": roles.of(request) if signed_in else frozenset(),
        "may_edit": signed_in and roles.has(request, roles.EDITOR, roles.APPROVER),
    }
