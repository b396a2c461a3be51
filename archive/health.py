"""How every declared source does, and what a person should do about it. Those that need one come first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max

from archive import noted
from archive.models import Quarantine, Run

WELL = (Run.State.OK, Run.State.LONG)
GRACE = 1.5  # a daily source is asked at about the same hour; a day and a half without an answer is a day missed
REMEDIES = {
    "never": "尚未采集过，请运行 tanxun crawl {source}。",
    "running": "正在采集。",
    "overdue": "超过采集周期没有一次成功，请确认 tanxun schedule 在运行，或手动运行 tanxun crawl {source}。",
    "declaration": "来源声明读不出，该来源没有采集；请更正 source.toml 后用 tanxun sources check {source} 核对。",
    "history": "网站已停更，只作历史资料，不再按期采集；要补历史请运行 tanxun crawl {source}。",
    "resting": "编辑让它停采，说明见“来源”页；要补采请运行 tanxun crawl {source}。",
    Run.State.OK: "",
    Run.State.LONG: "比平常多，请抽看几条是否重复或错收。",
    Run.State.SHORT: "比平常少，请打开网页核对是否漏收。",
    Run.State.STALE: "页面打得开但没有新内容，请核对网站是否停更或搬家。",
    Run.State.DRIFT: "网页结构变了，请用 tanxun sources check {source} 查看后修改 source.toml。",
    Run.State.BLOCKED: "被网站拦截，请降低频率或换网络后再试，勿绕过验证。",
    Run.State.UNREACHABLE: "网站不通，请稍后再试；持续不通时核对网址。",
    Run.State.CRASHED: "采集中途结束，请重新运行 tanxun crawl {source}。",
}
"""What to do, by state. `never`, `running`, `overdue`, `history`, `resting`, `declaration` are no states of a run."""
URGENCY = (
    "declaration",
    "crashed",
    "drift",
    "blocked",
    "unreachable",
    "overdue",
    "stale",
    "short",
    "never",
    "long",
    "running",
    "ok",
    "history",
    "resting",
)


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """One source. `good_at`: the end of its last good run on the web (a replay asks no site).

    `newest`: day of the newest record it ever showed.
    `held`: rows of it that wait for an editor. `to_do` is one sentence, empty where nothing is to be done.
    """

    source: str
    state: str
    ran_at: datetime | None
    good_at: datetime | None
    newest: date | None
    held: int
    message: str
    to_do: str

    @property
    def well(self) -> bool:
        return self.state in {*WELL, "running", "history", "resting"}


def report(cadences: Mapping[str, timedelta | None], now: datetime) -> list[SourceHealth]:
    """One line for each declared source (`cadences`: name → how often it should be read; None: never
    again, its site stands still), the worst first.

    Runs of sources that are not declared any more are left out.
    """
    ended = Run.objects.filter(source__in=cadences).order_by().values("source")
    newest_ids = ended.annotate(last=Max("pk")).values_list("last", flat=True)
    last = {run.source: run for run in Run.objects.filter(pk__in=newest_ids)}
    newest = dict(ended.annotate(day=Max("newest")).values_list("source", "day"))
    good = dict(ended.filter(state__in=WELL, replay=False).annotate(at=Max("ended_at")).values_list("source", "at"))
    waiting = Quarantine.objects.filter(decision=Quarantine.Decision.WAITING).order_by().values("source")
    held = dict(waiting.annotate(rows=Count("pk")).values_list("source", "rows"))
    rests = noted.resting()
    lines = []
    for source, cadence in cadences.items():
        run = last.get(source)
        state = "resting" if source in rests else _state(run, good.get(source), cadence, now)
        lines.append(
            SourceHealth(
                source=source,
                state=state,
                ran_at=run.started_at if run else None,
                good_at=good.get(source),
                newest=newest.get(source),
                held=held.get(source, 0),
                message=run.message if run else "",
                to_do=REMEDIES[state].format(source=source),
            )
        )
    return sorted(lines, key=lambda line: (URGENCY.index(line.state), line.source))


def broken(source: str, why: str) -> SourceHealth:
    """The line of a source whose declaration cannot be read. `why`: one sentence that names the file and the key."""
    to_do = REMEDIES["declaration"].format(source=source)
    return SourceHealth(source, "declaration", None, None, None, 0, why, to_do)


def _state(run: Run | None, good_at: datetime | None, cadence: timedelta | None, now: datetime) -> str:
    if cadence is None and (run is None or run.state in WELL):
        return "history"
    if run is None:
        return "never"
    if not run.ended_at:
        return "running"
    late = cadence is not None and (good_at is None or now - good_at > cadence * GRACE)
    return "overdue" if late and run.state in WELL else str(run.state)
