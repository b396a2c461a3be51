"""The `tanxun` command. A command is a file of `tanxun/commands/`, found by its name."""

import sys
from importlib import import_module
from pathlib import Path

import click

COMMANDS = Path(__file__).parent / "commands"
UNHEALTHY = 3  # done, but some source needs a person
REFUSALS = {
    "archive.errors": "ArchiveError",
    "crawlers.errors": "ReadError",
    "digest.errors": "BuildError",
    "nlp.errors": "BadFile",
    "tanxun.schedule": "ScheduleError",
    "tanxun.setup": "NotReady",
    "tanxun.weekly": "NothingGathered",
}
DATABASE = {"django.db.utils": "DatabaseError"}


def names() -> list[str]:
    """Every command's name."""
    return sorted(path.stem.rstrip("_") for path in COMMANDS.glob("[a-z]*.py"))


class Commands(click.Group):
    """Loads a command when it is called, so that `--help` of one does not pay for the imports of all."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in names():
            return None
        # `import` is a word of Python, so its file is import_.py.
        suffix = "_" if (COMMANDS / f"{cmd_name}_.py").exists() else ""
        command: click.Command = import_module(f"tanxun.commands.{cmd_name}{suffix}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Answer what a room refuses with its one sentence, not with a traceback."""
        try:
            return super().invoke(ctx)
        except _loaded(REFUSALS) as error:
            raise click.ClickException(str(error)) from error
        except _loaded(DATABASE) as error:
            raise click.ClickException(f"the database says: {error}; look at its disk, or at DATABASE_URL") from error
        except OSError as error:
            # Who reads has enough (`| head`): click ends that without a word.
            if not error.strerror or isinstance(error, BrokenPipeError):
                raise
            raise click.ClickException(f"{error.filename or 'the disk'}: {error.strerror}") from error


def _loaded(names: dict[str, str]) -> tuple[type[Exception], ...]:
    """The error classes of the modules that are loaded; one that was never imported cannot have raised."""
    return tuple(getattr(sys.modules[module], name) for module, name in names.items() if module in sys.modules)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tanxun", prog_name="tanxun")
def main() -> None:
    """碳讯: gather carbon prices, policy and news; judge them; print the weekly bulletin."""


if __name__ == "__main__":
    main()
