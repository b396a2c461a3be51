"""The ledger of letters: who is to get one, who has it, and of whom it is not known."""

import re
from datetime import datetime

from django.db.models import Count, Max

from archive.errors import BadInput, Unknown
from archive.locks import writing
from archive.models import Delivery, Erratum, Issue, Mailing, Subscriber
from archive.subscribers import digest

State = Delivery.State
_ADDRESS = re.compile(r"[^\s<>(),;:\"']+@[^\s<>(),;:\"']+")


def letter(issue: Issue, through: int = 0) -> Mailing:
    """The letter about a published issue, or about its errata up to number `through`. Raises BadInput for a draft."""
    if issue.state != Issue.State.PUBLISHED:
        raise BadInput(f"总第 {issue.number} 期尚未发布，不能寄送。")
    with writing("mail"):
        return Mailing.objects.get_or_create(issue=issue, through=through)[0]


def untold(issue: Issue) -> list[Erratum]:
    """Errata that no letter has told, or that a letter which is still going out tells. Raises BadInput without any."""
    going = issue.mailings.filter(through__gt=0, deliveries__state=State.WAITING).order_by("-through").first()
    sent = issue.mailings.filter(through__gt=0).exclude(started_at=None)
    last = going.through if going else 0
    before = sent.exclude(pk=going.pk) if going else sent
    told = before.aggregate(last=Max("through"))["last"] or 0
    found = issue.errata.filter(pk__gt=told).order_by("pk")
    rows = list(found.filter(pk__lte=last) if going else found)
    if not rows:
        raise BadInput(f"总第 {issue.number} 期没有尚未告知读者的更正。")
    return rows


def tested(mailing: Mailing, content: str) -> None:
    """Note that the letter with this SHA-256 was looked at. One that has begun to go out is not tested anew."""
    Mailing.objects.filter(pk=mailing.pk, started_at=None).update(tested=content)


def start(mailing: Mailing, content: str, now: datetime) -> None:
    """Fix the recipients once. Raises BadInput where this very letter was not sent as a test first."""
    with writing("mail"):
        mailing.refresh_from_db()
        if mailing.tested != content:
            raise BadInput("这封信的内容没有试寄过，或试寄之后有改动：请先试寄给自己看一遍，再寄给读者。")
        if mailing.started_at:
            return
        Delivery.objects.bulk_create([Delivery(mailing=mailing, subscriber=one) for one in _recipients(mailing)])
        mailing.started_at = now
        mailing.save()


def _recipients(mailing: Mailing) -> list[Subscriber]:
    """Everybody; of a correction those who got the wrong issue, or may have got it."""
    found = Subscriber.objects.filter(state=Subscriber.State.ACTIVE).exclude(email=None).order_by("pk")
    if mailing.through:
        got = Delivery.objects.filter(
            mailing__issue=mailing.issue_id, mailing__through=0, state__in=[State.SENT, State.UNCLEAR]
        )
        found = found.filter(pk__in=got.values("subscriber"))
    return list(found)


def claim(mailing: Mailing, after: int, message_id: str, now: datetime) -> Delivery | None:
    """The next delivery beyond number `after`, claimed by this process alone; None: nobody waits there.

    Somebody who left in the meantime is passed over.
    """
    while True:
        waiting = mailing.deliveries.filter(state=State.WAITING, pk__gt=after).order_by("pk")
        found = waiting.select_related("subscriber").first()
        if found is None:
            return None
        after = found.pk
        wanted = found.subscriber.state == Subscriber.State.ACTIVE and found.subscriber.email
        values = {"state": State.CLAIMED, "message_id": message_id} if wanted else {"state": State.SKIPPED}
        mine = Delivery.objects.filter(pk=found.pk, state=State.WAITING).update(**values, tried_at=now)
        if mine and wanted:
            found.message_id = message_id
            return found


def ended(pk: int, state: str, told: str, *, dead: bool = False) -> None:
    """How a claimed delivery ended. `dead`: the server says there is no such mailbox."""
    open_ = Delivery.objects.filter(pk=pk, state__in=[State.CLAIMED, State.UNCLEAR])
    open_.update(state=state, told=without_addresses(told))
    if dead:
        _bounced(Delivery.objects.get(pk=pk))


def abandoned(mailing: Mailing) -> int:
    """What a process that died had claimed: nobody knows whether it was handed over. Answers how many."""
    left = mailing.deliveries.filter(state=State.CLAIMED)
    return left.update(state=State.UNCLEAR, told="发送进程中途结束，不知道邮件服务器是否已收下。")


def settle(pk: int, *, sent: bool, because: str) -> Delivery:
    """A person's decision about an unclear delivery: it was sent, or it is to be sent again. Raises BadInput."""
    if not because.strip():
        raise BadInput("请写明依据，例如：查过邮件服务器日志。")
    found = Delivery.objects.filter(pk=pk).first()
    if found is None:
        raise Unknown(f"没有编号 {pk} 的投递。")
    state = State.SENT if sent else State.WAITING
    changed = Delivery.objects.filter(pk=pk, state=State.UNCLEAR)
    if not changed.update(state=state, told=without_addresses(because)[:500]):
        raise BadInput(f"第 {pk} 号投递是“{found.get_state_display()}”，不必再定。")
    return found


def bounce(message_id: str, said: str, *, permanent: bool) -> bool:
    """A server's report about a letter of ours; False: we know no such letter, or had this report already."""
    found = Delivery.objects.filter(message_id=message_id).exclude(message_id="").first()
    if found is None or found.state == State.BOUNCED:
        return False
    # Field by field: the letter may be marked as sent just now.
    Delivery.objects.filter(pk=found.pk).update(told=without_addresses(said)[:500])
    if permanent:
        Delivery.objects.filter(pk=found.pk).update(state=State.BOUNCED)
        _bounced(found)
    return True


def _bounced(delivery: Delivery) -> None:
    active = Subscriber.objects.filter(pk=delivery.subscriber_id, state=Subscriber.State.ACTIVE)
    active.update(state=Subscriber.State.BOUNCED)


def counts(mailing: Mailing) -> dict[str, int]:
    """How many deliveries there are, by state."""
    return dict(mailing.deliveries.order_by().values_list("state").annotate(count=Count("pk")))


def unclear(mailing: Mailing) -> list[Delivery]:
    """What a person must decide, oldest first."""
    return list(mailing.deliveries.filter(state=State.UNCLEAR).select_related("subscriber").order_by("pk"))


def of_issue(issue: Issue) -> list[Mailing]:
    """Every letter about an issue, the issue itself first."""
    return list(issue.mailings.order_by("through"))


def got(email: str) -> list[Delivery]:
    """What was sent to an address, also one that was removed since: the ledger knows it by its hash."""
    found = Delivery.objects.filter(subscriber__digest=digest(email)).select_related("mailing__issue")
    return list(found.order_by("pk"))


def without_addresses(text: str) -> str:
    """What may be kept for good: servers repeat the address in their answers."""
    return _ADDRESS.sub("〈地址〉", text)
