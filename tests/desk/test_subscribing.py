"""Subscribing takes two steps, leaving takes one; nobody learns who subscribes."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.core import signing
from django.test import Client
from pytest_django import Settings

from archive import subscribers
from archive.models import Subscriber
from desk import clock
from desk.mail import links
from tanxun import smtp
from tests.desk.sink import Sink, served

pytestmark = pytest.mark.django_db
ORIGIN = "http://testserver"
ANNE = "anne@reader.example"


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    with served() as (sink, url):
        for name, value in smtp.settings(url).items():
            setattr(settings, name, value)
        settings.TANXUN_ORIGIN, settings.DEFAULT_FROM_EMAIL = ORIGIN, "碳讯 <weekly@tanxun.example>"
        yield sink


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., datetime]:
    """Turn the clock of the desk on."""

    def turn(**passed: float) -> datetime:
        moment = clock.now() + timedelta(**passed)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    return turn


def link(sink: Sink, address: str = ANNE, which: str = "confirm") -> str:
    body = sink.to(address)[-1].get_body(("plain",))
    found = re.search(rf"{ORIGIN}(/subscribe/{which}/\S+)", body.get_content())  # type: ignore[union-attr]
    assert found
    return found[1]


def subscribed(client: Client, sink: Sink, address: str = ANNE) -> str:
    """Both steps; answers the address that leaves."""
    client.post("/subscribe/", {"email": address})
    client.post(link(sink, address))
    return link(sink, address, "leave")


def test_the_second_step_is_a_post_from_the_mailbox(client: Client, sink: Sink) -> None:
    assert "请查收邮件" in client.post("/subscribe/", {"email": " Anne@Reader.example "}).content.decode()
    one = Subscriber.objects.get()
    assert (one.email, one.state) == (ANNE, "asked")
    # A server that opens links to test them confirms nothing.
    assert "确认订阅" in client.get(link(sink)).content.decode()
    assert Subscriber.objects.get().state == "asked"
    assert "已订阅" in client.post(link(sink)).content.decode()
    assert Subscriber.objects.get().state == "active"


def test_leaving_is_one_post_without_cookie_or_token(client: Client, sink: Sink) -> None:
    leave = subscribed(client, sink)
    assert client.get(leave).status_code == 200
    assert Subscriber.objects.get().state == "active"
    stranger = Client(enforce_csrf_checks=True)
    answer = stranger.post(leave, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert Subscriber.objects.get().state == "left"
    assert stranger.post(leave).status_code == 200  # twice is the same
    assert client.post(link(sink)).status_code == 404  # the old confirmation does not bring anybody back


def test_the_answer_never_tells_who_subscribes(client: Client, sink: Sink) -> None:
    subscribed(client, sink)
    Subscriber.objects.update(asked_at=clock.now() - timedelta(hours=1))
    sink.answers["nobody@reader.example"] = "550 5.1.1 no such user"
    answers = {
        (answer.status_code, answer.content)
        for address in (ANNE, "new@reader.example", "nobody@reader.example", ANNE)
        for answer in [client.post("/subscribe/", {"email": address})]
    }
    assert len(answers) == 1
    assert "已经在订阅" in sink.to(ANNE)[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_nobody_s_mailbox_is_filled_by_strangers(client: Client, sink: Sink, later: Callable[..., datetime]) -> None:
    for _ in range(3):
        client.post("/subscribe/", {"email": ANNE})
    assert len(sink.to(ANNE)) == 1
    old = link(sink)
    later(minutes=16)
    client.post("/subscribe/", {"email": ANNE})
    assert len(sink.to(ANNE)) == 2
    assert client.post(old).status_code == 404  # only the last letter counts
    assert client.post(link(sink)).status_code == 200


def test_one_address_of_the_network_asks_five_times_a_minute(
    client: Client, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.api.limits.time.monotonic", lambda: 30.0)  # a slow machine must not cross a minute
    codes = [client.post("/subscribe/", {"email": f"a{n}@reader.example"}).status_code for n in range(6)]
    assert codes == [200] * 5 + [429]


@pytest.mark.parametrize(
    "address", ["", "anne", "a@b", "a@b.example\nBcc: all@x.example", "@", "a b@c.example", "x@-.cn"]
)
def test_what_is_no_address_is_told(client: Client, sink: Sink, address: str) -> None:
    answer = client.post("/subscribe/", {"email": address})
    assert answer.status_code == 422
    assert "这不像一个邮箱地址" in answer.content.decode()
    assert not Subscriber.objects.exists()
    assert sink.mails == []


@pytest.mark.parametrize("which", ["confirm", "leave"])
def test_links_cannot_be_made_up_changed_or_swapped(client: Client, sink: Sink, which: str) -> None:
    subscribed(client, sink)
    good = link(sink, which=which)
    other = link(sink, which="leave" if which == "confirm" else "confirm").split("/")[3]
    forged = signing.dumps(1, key="another key", salt=links.LEAVE)
    for token in ("1", forged, other, good.split("/")[3][:-1], "x" * 3000):
        assert client.post(f"/subscribe/{which}/{token}/").status_code == 404
    assert Subscriber.objects.get().state == "active"


def test_links_end(client: Client, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post("/subscribe/", {"email": ANNE})
    monkeypatch.setattr(links, "CONFIRM_SECONDS", -1)
    assert "已过期" in client.post(link(sink)).content.decode()
    assert Subscriber.objects.get().state == "asked"


def test_forgetting_leaves_no_address_anywhere(client: Client, sink: Sink) -> None:
    leave = subscribed(client, sink)
    client.post(leave, {"do": "erase"})
    one = Subscriber.objects.get()
    assert (one.email, one.state) == (None, "left")
    assert one.digest == subscribers.digest(ANNE)  # who asks what was sent to him can still be told
    assert ANNE not in str(list(Subscriber.objects.values()))


def test_who_was_forgotten_may_come_back(client: Client, sink: Sink, later: Callable[..., datetime]) -> None:
    client.post(subscribed(client, sink), {"do": "erase"})
    later(minutes=16)
    subscribed(client, sink)
    assert [(one.email, one.state) for one in Subscriber.objects.all()] == [(ANNE, "active")]


def test_who_never_confirms_is_forgotten(client: Client, sink: Sink, later: Callable[..., datetime]) -> None:
    client.post("/subscribe/", {"email": ANNE})
    later(days=8)
    client.post("/subscribe/", {"email": "other@reader.example"})
    assert [one.email for one in Subscriber.objects.all()] == ["other@reader.example"]


def test_without_a_mail_server_nothing_is_promised(client: Client, settings: Settings) -> None:
    assert "暂未开通" in client.get("/subscribe/").content.decode()
    assert "暂未开通" in client.post("/subscribe/", {"email": ANNE}).content.decode()
    assert not Subscriber.objects.exists()


def test_a_server_that_is_down_is_said(client: Client, sink: Sink, settings: Settings) -> None:
    settings.EMAIL_PORT = 1
    answer = client.post("/subscribe/", {"email": ANNE})
    assert (answer.status_code, "暂时寄不出" in answer.content.decode()) == (503, True)


def test_these_pages_keep_their_addresses_to_themselves(client: Client, sink: Sink) -> None:
    answer = client.get(subscribed(client, sink))
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]


def test_the_pdf_may_be_left_out(client: Client, sink: Sink) -> None:
    leave = subscribed(client, sink)
    client.post(leave, {"do": "prefer"})
    assert Subscriber.objects.get().pdf is False
    client.post(leave, {"do": "prefer", "pdf": "1"})
    assert Subscriber.objects.get().pdf is True
    assert Subscriber.objects.get().state == "active"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mail.example", "look like"),
        ("http://mail.example", "look like"),
        ("smtp://u:p@mail.example?tls=no", "without TLS"),
    ],
)
def test_a_bad_server_address_is_one_sentence(url: str, told: str) -> None:
    with pytest.raises(smtp.BadAddress, match=told):
        smtp.settings(url)


def test_mail_to_another_machine_is_protected() -> None:
    assert smtp.settings("smtp://u:p%40@mail.example")["EMAIL_USE_TLS"] is True
    assert smtp.settings("smtps://u:p%40@mail.example")["EMAIL_USE_SSL"] is True
    assert smtp.settings("smtps://u:p%40@mail.example")["EMAIL_HOST_PASSWORD"] == "p@"
    assert smtp.settings("smtp://127.0.0.1:2525")["EMAIL_USE_TLS"] is False
