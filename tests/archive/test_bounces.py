"""What a mail server reports about a letter while letters are still going out."""

from datetime import UTC, date, datetime

import pytest

from archive import mailings
from archive.models import Delivery, Issue, Mailing, Subscriber

NOW = datetime(2017, 5, 19, 2, tzinfo=UTC)
DAY = date(2017, 5, 18)


@pytest.mark.django_db
@pytest.mark.parametrize(("permanent", "state"), [(False, "sent"), (True, "bounced")])
def test_a_report_does_not_take_back_that_the_letter_was_sent(
    permanent: bool, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = Issue.objects.create(number=1, date=DAY, first_day=DAY, last_day=DAY, created_at=NOW)
    reader = Subscriber.objects.create(email="a@mail.example", digest="d", state="active", asked_at=NOW, changed_at=NOW)
    letter = Delivery.objects.create(
        mailing=Mailing.objects.create(issue=issue), subscriber=reader, state="claimed", message_id="<1@x>"
    )
    plain = mailings.without_addresses

    def meanwhile(said: str) -> str:
        """The sending process writes its end between the look at the row and the note of the report."""
        monkeypatch.setattr(mailings, "without_addresses", plain)
        mailings.ended(letter.pk, "sent", "250 ok")
        return plain(said)

    monkeypatch.setattr(mailings, "without_addresses", meanwhile)
    assert mailings.bounce("<1@x>", "mailbox full: a@mail.example", permanent=permanent)
    letter.refresh_from_db()
    assert (letter.state, letter.told) == (state, "mailbox full: 〈地址〉")
