"""The house keeps its shape: short files, short functions, few words for one thing, and docs that match the code."""

import ast
import re
import statistics
import subprocess
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from tanxun.__main__ import main
from tests.conftest import PROJECT

ROOMS = ("archive", "crawlers", "desk", "digest", "nlp", "tanxun")
FILE_LINES, FUNCTION_LINES, MEDIAN_LINES = 250, 40, 12
READMES = ("README.md", "README.zh-CN.md")


@cache
def sources() -> dict[Path, str]:
    files = [file for room in ROOMS for file in (PROJECT / room).rglob("*.py") if "migrations" not in file.parts]
    return {file: file.read_text(encoding="utf-8") for file in files}


@cache
def functions() -> dict[str, int]:
    lines = {}
    for file, text in sources().items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines[f"{file.relative_to(PROJECT)}:{node.lineno} {node.name}"] = node.end_lineno - node.lineno + 1  # type: ignore[operator]
    return lines


def test_no_file_is_a_room_that_wants_a_wall() -> None:
    assert sources()
    assert {str(file): text.count("\n") for file, text in sources().items() if text.count("\n") > FILE_LINES} == {}


def test_functions_are_short() -> None:
    assert {name: lines for name, lines in functions().items() if lines > FUNCTION_LINES} == {}
    assert statistics.median(functions().values()) <= MEDIAN_LINES


@pytest.mark.parametrize(
    "pattern", [r"errors=\W?coerce", r"verify=False", r"except( Base)?( ?Exception)?:\s*\n\s+pass"]
)
def test_nothing_swallows_a_bad_cell_or_an_error(pattern: str) -> None:
    assert [str(file) for file, text in sources().items() if re.search(pattern, text)] == []


def test_migrations_are_complete(tmp_path: Path) -> None:
    """A model that was changed without its migration would break the archives of others."""
    done = subprocess.run(
        [PROJECT / ".venv" / "bin" / "python", "manage.py", "makemigrations", "--check", "--dry-run"],
        cwd=PROJECT,
        env={"TANXUN_HOME": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_in_the_readme_and_has_help(readme: str) -> None:
    text = (PROJECT / readme).read_text(encoding="utf-8")
    named = set(re.findall(r"`tanxun ([a-z]+)", text))
    assert named == set(main.list_commands(None))  # type: ignore[arg-type, attr-defined]
    for name in named:
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0, result.output


@pytest.mark.parametrize("document", [*READMES, "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_paths_that_the_documents_name_are_there(document: str) -> None:
    text = (PROJECT / document).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    places = re.findall(
        r"`((?:archive|crawlers|data|desk|digest|docs|nlp|templates|tests|tools|tanxun)/[\w./-]*)`", text
    )
    missing = [place for place in {*links, *places} if not (PROJECT / place).exists() and "var/" not in place]
    assert [place for place in missing if not place.startswith("data/prices")] == []


def test_the_settings_that_an_operator_may_change_are_in_the_readme() -> None:
    asked = r"environ(?:\.get\(|\[)\W(\w+)"
    used = {name for text in sources().values() for name in re.findall(asked, text)} | {"DATABASE_URL"}
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert {name for name in used - {"PYTHONPATH"} if f"`{name}" not in readme} == set()
