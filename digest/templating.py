"""The project's templates, with a name that is misspelt stopping the build."""

from pathlib import Path
from typing import Any

from django.template import Context, Engine

from digest.errors import RenderFault

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


class _Misspelt(str):
    """Django asks the text for a name that it cannot find: `text % name`."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, name: object) -> str:
        raise RenderFault(f"模板引用了不存在的“{name}”，请改正 templates/bulletin 中的模板。")


def render(name: str, context: dict[str, Any]) -> str:
    """Fill templates/bulletin/NAME. Everything is escaped except what digest.markup made."""
    engine = Engine(
        dirs=[str(TEMPLATES)],
        string_if_invalid=_Misspelt("%s"),
        builtins=["digest.filters"],
    )
    return engine.get_template(f"bulletin/{name}").render(Context(context, use_l10n=False))
