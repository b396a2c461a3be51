"""Getting the archive ready before a command uses it."""

import os
from pathlib import Path

from tanxun.home import var


def archive() -> None:
    """Start Django and bring the database to this version's tables. Cheap when there is nothing to do."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanxun.settings")
    import django
    from django.conf import settings

    settings.TANXUN_VAR.mkdir(parents=True, exist_ok=True)
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
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
