"""People who sign in, their roles, and the keys of their programs."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from archive.errors import BadInput, Unknown
from archive.models import Token

PREFIX = "txk_"


def roles(user: Any) -> frozenset[str]:
    """The names of a person's groups, looked up once a request."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "tanxun_roles"):
        user.tanxun_roles = frozenset(user.groups.values_list("name", flat=True))
    found: frozenset[str] = user.tanxun_roles
    return found


def add(name: str, wanted: Iterable[str], password: str | None) -> str:
    """Make a person with these roles, or change roles and password of one that is there. Answers the password.

    Without a password a random one is made, which nobody can look up again. Raises BadInput for a weak one.
    """
    made = password or secrets.token_urlsafe(15)
    people = get_user_model()
    # A command starts without the site's language, and the rules word their refusal as they are asked.
    with transaction.atomic(), translation.override("zh-hans"):
        user = people.objects.filter(username=name).first() or people(username=name)
        try:
            user.full_clean(exclude=["password"])
            validate_password(made, user)
        except ValidationError as error:
            raise BadInput(f"没有添加 {name}：{'；'.join(error.messages)}") from error
        user.set_password(made)
        user.is_active = True
        user.save()
        user.groups.set([Group.objects.get_or_create(name=role)[0] for role in wanted])
    return made


def close(name: str) -> None:
    """Take a person's access away; what they did stays on record. Raises Unknown."""
    if not get_user_model().objects.filter(username=name).update(is_active=False):
        raise Unknown(f"没有用户 {name}，用 tanxun desk user list 查看全部。")


def people() -> list[tuple[str, list[str], bool]]:
    """(name, roles, active) of everybody."""
    users = get_user_model().objects.prefetch_related("groups").order_by("username")
    return [(user.username, sorted(group.name for group in user.groups.all()), user.is_active) for user in users]


def grant(owner: Any, name: str, scopes: Iterable[str], now: datetime, life: timedelta) -> str:
    """A new key for a program; only its hash is kept, so it is shown once."""
    key = PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(
        name=name,
        owner=owner,
        digest=_digest(key),
        scopes=sorted(scopes),
        created_at=now,
        expires_at=now + life,
    )
    return key


def token(key: str, now: datetime) -> Token | None:
    """The token of a key, if it is good now."""
    found = Token.objects.select_related("owner").filter(digest=_digest(key), revoked_at=None, expires_at__gt=now)
    return found.filter(owner__is_active=True).first()


def tokens(owner: Any) -> list[Token]:
    """A person's keys, newest first."""
    return list(Token.objects.filter(owner=owner).order_by("-created_at"))


def revoke(owner: Any, pk: int, now: datetime) -> None:
    """End one of a person's own keys. Raises Unknown for anybody else's."""
    if not Token.objects.filter(owner=owner, pk=pk, revoked_at=None).update(revoked_at=now):
        raise Unknown("没有这个密钥，或已停用。")


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
