"""`tanxun mail` in processes of its own: killed and resumed, refused without its settings."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.desk import mail_home
from tests.desk.mailing import EDITOR
from tests.desk.sink import Sink, served

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Sink, dict[str, str]]]:
    """A home on disk with twelve subscribers, and the environment of its processes."""
    with served() as (sink, url):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TANXUN", "DATABASE"))}
        own = {
            "TANXUN_HOME": str(tmp_path / "own"),
            "TANXUN_SMTP_URL": url,
            "TANXUN_MAIL_FROM": "weekly@tanxun.example",
            "TANXUN_ORIGIN": "http://127.0.0.1:8000",
            "TANXUN_SECRET_KEY": "k" * 60,
        }
        run = [sys.executable, "-m", "tests.desk.mail_home", "12"]
        subprocess.run(run, cwd=PROJECT, env={**kept, **own}, check=True)
        yield sink, {**kept, **own}


def tanxun(env: dict[str, str], *words: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tanxun", "mail", *words]
    return subprocess.Popen(
        command, cwd=PROJECT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def ran(env: dict[str, str], *words: str) -> tuple[int, str, str]:
    with tanxun(env, *words) as process:
        out, error = process.communicate(timeout=240)
    return process.returncode, out, error


def test_a_sender_killed_in_the_middle_is_resumed(house: tuple[Sink, dict[str, str]]) -> None:
    """kill -9 while the server holds the fifth letter: four are sent, one is unclear, the rest go out later."""
    sink, env = house
    everybody = mail_home.subscribers(12)
    assert ran(env, "test", "7", "--to", EDITOR)[0] == 0
    sink.held = everybody[4]
    with tanxun(env, "send", "7") as process:
        assert sink.hold.wait(120)
        code, _, error = ran(env, "send", "7")  # a second sender beside the first
        assert (code, "另一个进程正在寄信" in error) == (1, True)
        process.send_signal(signal.SIGKILL)
    sink.held = ""
    code, out, error = ran(env, "send", "7", "--json")
    assert code == 0, error
    assert json.loads(out) == {"sent": 11, "unclear": 1}
    assert "不确定" in error
    found = json.loads(ran(env, "status", "7", "--json")[1])[0]["unclear"]
    assert [one["to"] for one in found] == [everybody[4]]
    assert ran(env, "settle", str(found[0]["delivery"]), "--again", "--because", "服务器日志里没有")[0] == 0
    assert json.loads(ran(env, "send", "7", "--json")[1]) == {"sent": 12}
    # The sink kept the fifth letter only once: the one it held was never taken.
    assert sorted(address for address, _ in sink.mails if address != EDITOR) == sorted(everybody)


def test_the_command_refuses_without_its_settings(house: tuple[Sink, dict[str, str]]) -> None:
    _, env = house
    for name, told in (("TANXUN_SECRET_KEY", "TANXUN_SECRET_KEY"), ("TANXUN_SMTP_URL", "TANXUN_SMTP_URL")):
        code, _, error = ran({**env, name: ""}, "test", "7", "--to", EDITOR)
        assert (code, told in error, error.count("\n")) == (1, True, 1), error
    code, _, error = ran({**env, "TANXUN_SMTP_URL": "mail"}, "status", "7")
    assert (code, "must look like" in error) == (1, True)
    assert ran(env, "forget", "reader3@reader.example")[0] == 0
    assert ran(env, "forget", "reader3@reader.example")[0] == 1
