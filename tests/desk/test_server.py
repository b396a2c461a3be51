"""The server itself: what it refuses to start with, and that it serves."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner

from tanxun.__main__ import main
from tests.conftest import PROJECT
from tests.desk.served import desk, environment, tanxun

KEY = "k" * 60
EVERYWHERE = "0.0.0.0"  # noqa: S104 - what it must refuse


@pytest.mark.parametrize(
    ("host", "variables", "told"),
    [
        (EVERYWHERE, {}, "TANXUN_SECRET_KEY"),
        ("127.0.0.1", {"TANXUN_ORIGIN": "https://weekly.example"}, "TANXUN_SECRET_KEY"),
        (EVERYWHERE, {"TANXUN_SECRET_KEY": "short"}, "too short"),
        (EVERYWHERE, {"TANXUN_SECRET_KEY": KEY}, "TANXUN_ORIGIN"),
    ],
)
def test_it_does_not_serve_the_world_unprepared(
    monkeypatch: pytest.MonkeyPatch, host: str, variables: dict[str, str], told: str
) -> None:
    for name in ("TANXUN_SECRET_KEY", "TANXUN_ORIGIN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(main, ["desk", "--host", host])
    assert result.exit_code == 1
    assert told in result.output


def test_the_deployment_check_is_clean(home: Path) -> None:
    more = {"TANXUN_ORIGIN": "https://weekly.example", "TANXUN_SECRET_KEY": "".join(map(chr, range(48, 118)))}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(
        command, cwd=PROJECT, env=environment(home, **more), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with desk(tmp_path_factory.mktemp("served")) as address:
        yield address


def ask(address: str, **headers: str) -> tuple[int, dict[str, str], str]:
    try:
        with urlopen(Request(address, headers=headers)) as answer:  # noqa: S310 - our own address
            return answer.status, dict(answer.headers), answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read().decode()


def test_it_serves_pages_with_their_style(server: str) -> None:
    status, headers, page = ask(f"{server}/")
    assert (status, headers["X-Frame-Options"]) == (200, "SAMEORIGIN")
    assert "Server" not in headers
    for asset in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        status, headers, _ = ask(server + asset)
        assert status == 200
        assert "max-age=86400" in headers["Cache-Control"]


def test_it_gives_no_file_but_its_own(server: str) -> None:
    for path in (
        "/static/../settings.py",
        "/static/desk/%2e%2e/%2e%2e/desk.py",
        "/static//etc/passwd",
        "/issues/1/../../",
    ):
        assert ask(server + path)[0] in {400, 404}


def test_a_forged_proxy_header_changes_nothing(server: str) -> None:
    _, _, page = ask(f"{server}/feeds/all.json", **{"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"})
    assert "evil.example" not in page
    assert "https://127" not in page


def test_people_are_added_and_closed(home: Path) -> None:
    words = ("add", "alice", "--role", "editor", "--role", "approver", "--random")
    assert "shown once" in tanxun(home, "desk", "user", *words)
    refused = tanxun(home, "desk", "user", "add", "bob", "--role", "editor", said="short\nshort\n", fine=(1,))
    assert "没有添加 bob" in refused
    assert tanxun(home, "desk", "user", "list") == "alice\tapprover editor\n"
    tanxun(home, "desk", "user", "close", "alice")
    assert tanxun(home, "desk", "user", "list") == "alice\tapprover editor\tclosed\n"
    assert "没有用户" in tanxun(home, "desk", "user", "close", "nobody", fine=(1,))
