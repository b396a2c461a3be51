"""Getting the archive ready before a command uses it."""

import fcntl
import os
from pathlib import Path

from tanxun.home import home, var
from tanxun.smtp import BadAddress


class NotReady(Exception):
    """The archive cannot be opened; the message says what to change."""


def archive() -> None:
    """Start Django and bring the database to this version's tables. Cheap when there is nothing to do.

    Raises NotReady where home or database cannot be used.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanxun.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import DatabaseError

    try:
        from django.conf import settings

        settings.TANXUN_VAR.mkdir(parents=True, exist_ok=True)
        django.setup()
        _migrate()
    except OSError as error:
        raise NotReady(f"the home {home()} cannot be used ({error.strerror}): set TANXUN_HOME to another") from error
    except BadAddress as error:
        raise NotReady(str(error)) from error
    except (DatabaseError, ImproperlyConfigured, ValueError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise NotReady(f"the database cannot be opened ({said}): look at DATABASE_URL, or at {var()}") from error


def _migrate() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with (settings.TANXUN_VAR / ".migrating").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)  # of two commands in a new home, the second finds nothing left to do
            call_command("migrate", verbosity=0, interactive=False)


def sample_home() -> Path:
    """Turn to an archive of its own for sample pages, so that they never stand among real ones. Call before `archive`.

    The place passes to child processes too, because it is set in the environment.
    """
    place = var() / "sample"
    os.environ["TANXUN_HOME"] = str(place)
    # A database named for the real archive must not receive the sample either.
    os.environ.pop("DATABASE_URL", None)
    return place
