"""A home with a published issue and subscribers, for processes of their own: `python -m tests.desk.mail_home COUNT`."""

import sys
from datetime import UTC, date, datetime

from tanxun import setup

NOW = datetime(2017, 5, 19, 1, 0, tzinfo=UTC)


def subscribers(count: int) -> list[str]:
    return [f"reader{number}@reader.example" for number in range(count)]


def make(count: int) -> None:
    setup.archive()
    from archive import issues
    from archive import subscribers as readers
    from desk.readers import folder
    from digest import sealed
    from tests.digest.material import snapshot

    frozen = snapshot()
    facts = frozen["issue"]
    days = (date.fromisoformat(facts[name]) for name in ("date", "first_day", "last_day"))  # type: ignore[literal-required]
    issue = issues.open_draft(facts["number"], *days, now=NOW, sample=False)
    issues.publish(issue, frozen["sha256"], NOW)
    place = folder(issue.number)
    place.mkdir(parents=True)
    (place / f"{issue.number}.json").write_bytes(sealed.written(frozen))
    (place / f"{issue.number}.pdf").write_bytes(b"%PDF-1.7 made for a test")
    for address in subscribers(count):
        found = readers.ask(address, NOW)
        assert found
        readers.confirm(found.pk, found.asked_at, NOW)


if __name__ == "__main__":
    make(int(sys.argv[1]))
