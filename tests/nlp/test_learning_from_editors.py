"""Editors' moves as lessons: ten of one kind are enough, a bad lesson does not go live, one command goes back."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive import articles, learning
from archive.editing import Step, file_under, reject, undo
from archive.models import Article
from archive.records import ArticleRow
from nlp.records import Document
from nlp.sections import judge, model, refit
from nlp.sections import learning as train
from tanxun import learned
from tanxun.commands.learn import command

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
VISITORS = [
    who + "代表团"
    for who in (
        "甲市",
        "乙省",
        "丙大学",
        "丁银行",
        "戊集团",
        "己协会",
        "庚公司",
        "辛院",
        "壬会",
        "癸商会",
        "子厂",
        "丑社",
    )
]


def _visit(who: str) -> tuple[str, str]:
    title = f"{who}到访交易所座谈"
    return title, f"近日，{who}一行到访碳排放权交易所，双方就碳市场合作进行座谈，交易所负责人陪同参观并介绍情况。"


def _stored(who: str) -> Article:
    title, text = _visit(who)
    judged = judge(Document(title, text))
    row = ArticleRow(
        url=f"https://news.example/{who}",
        source="some_news",
        title=title,
        text=text,
        section=judged.section,
        confidence=judged.confidence,
        reasons=judged.reasons,
    )
    articles.store([row], observed_at=NOW, page=None)
    return Article.objects.get(title=title)


@cache
def refit_own() -> list[train.Example]:
    return train.examples(train.own_files())


def _learn(*options: str) -> Result:
    return CliRunner().invoke(command, options, catch_exceptions=False)


@pytest.fixture
def home(tmp_path: Path, settings, monkeypatch, db) -> Path:
    monkeypatch.setenv("TANXUN_HOME", str(tmp_path))
    settings.TANXUN_VAR = tmp_path / "var"
    settings.TANXUN_VAR.mkdir()
    monkeypatch.setattr("tanxun.setup.archive", lambda: None)
    return tmp_path


@pytest.mark.django_db
def test_ten_corrections_of_one_kind_change_the_next_such_item_and_one_command_goes_back(home: Path) -> None:
    next_one = Document(*_visit(VISITORS[10]))
    assert judge(next_one).section == "domestic"
    waiting = _stored(VISITORS[11])
    for at, who in enumerate(VISITORS[:10]):
        reject(_stored(who).pk, "offtopic", Step("editor", NOW + timedelta(minutes=at)))

    report = json.loads(_learn("--json").stdout)
    assert (report["corrections"], report["would_move"], report["version"]) == (10, 1, "0001.json")
    place = learned.folder(home / "var")
    taught = judge(next_one, model.live(place))
    assert taught.section == "offtopic"
    assert waiting.section == "domestic"  # a report, not a decision: what waits stays where it is

    assert "1 篇待审文章已按现用模型换了栏目" in _learn("--refile").stderr
    waiting.refresh_from_db()
    assert (waiting.section, waiting.section_by) == ("offtopic", "model")
    said = _learn("--try").stdout
    assert "10 处改动" in said
    assert "没有启用" in said
    while "随程序提供的模型" not in _learn("--back", "--refile").stdout:
        assert model.live_name(place)
    waiting.refresh_from_db()
    assert waiting.section == "domestic"
    assert judge(next_one, model.live(place)).section == "domestic"
    assert "没有更早的版本" in _learn("--back").output
    assert (place / "0001.json").exists()


KINDS = {
    "figures": ("reading", "{}周碳价一览", "本周各试点碳价：{}收盘35元/吨，成交3万吨；其余各地价格平稳，成交清淡。"),
    "solar": ("offtopic", "{}光伏电站并网", "{}光伏电站今日并网发电，总装机10万千瓦，每年可减少二氧化碳排放12万吨。"),
    "training": ("notice", "{}碳市场培训班开班", "{}碳市场能力建设培训班今日开班，百余名学员学习配额分配与模拟交易。"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_ten_corrections_of_any_kind_change_the_next_such_item(kind: str) -> None:
    section, title, text = KINDS[kind]
    documents = [Document(title.format(who), text.format(who)) for who in VISITORS]
    assert judge(documents[11]).section != section
    decided = [refit.Decision(one, section, one.title, NOW) for one in documents[:10]]
    own = refit_own()
    taught = refit.adapt(model.load(), own, refit.examples(decided), {})
    assert judge(documents[11], taught).section == section
    kept = sum(refit.section_of(taught, one) == refit.section_of(model.load(), one) for one in own)
    assert kept / len(own) >= 0.985  # ten moves of one kind leave the rest where it was


@pytest.mark.django_db
def test_an_archive_without_decisions_teaches_nothing(home: Path) -> None:
    _stored(VISITORS[0])
    assert "没有可学的" in _learn().stdout
    assert not learned.folder(home / "var").exists()


@pytest.mark.django_db
def test_a_decision_is_the_last_word_and_a_step_taken_back_is_none() -> None:
    first, second = _stored(VISITORS[0]), _stored(VISITORS[1])
    reject(first.pk, "offtopic", Step("one", NOW))
    file_under(first.pk, "market", Step("two", NOW + timedelta(hours=1)))
    reject(second.pk, "offtopic", Step("one", NOW + timedelta(hours=2)))
    undo(Step("one", NOW + timedelta(hours=3)))
    (only,) = learning.decisions()
    assert (only.article, only.section, only.made_at) == (first.pk, "market", NOW + timedelta(hours=1))


def _decisions(section: str, at: datetime, count: int = 10) -> list[refit.Decision]:
    return [refit.Decision(Document(*_visit(who)), section, who, at) for who in VISITORS[:count]]


def test_old_decisions_weigh_less_than_fresh_ones() -> None:
    old, fresh = _decisions("offtopic", NOW - timedelta(days=360), 1), _decisions("market", NOW, 1)
    weights = [example.weight for example in refit.examples([*old, *fresh])]
    assert weights == pytest.approx([refit.DECISION / 4, refit.DECISION])


@pytest.mark.parametrize(("lost", "won", "worse"), [(5, 0, True), (4, 0, False), (9, 8, False), (0, 9, False)])
def test_only_losses_beyond_chance_count_as_worse(lost: int, won: int, *, worse: bool) -> None:
    assert refit.Change(100, lost, won).worse == worse


def test_a_model_that_makes_a_section_worse_does_not_go_live(tmp_path: Path, settings) -> None:
    from tanxun import teaching  # imports the archive's models: after Django is up

    changes = {"market": refit.Change(40, 0, 9), "notice": refit.Change(40, 5, 0)}
    version, verdict = teaching._settle(tmp_path, model.load(), changes, only_try=False)
    assert (version, model.live_name(tmp_path)) == ("", "")
    assert "行业公告会变差" in verdict


def test_a_version_appears_whole_and_versions_are_kept(tmp_path: Path) -> None:
    shipped = model.load()
    one = learned.keep(tmp_path, model.Model({}, shipped.bias, 1.0, 0.5, {"before": ""}))
    two = learned.keep(tmp_path, model.Model({}, shipped.bias, 1.0, 0.6, {"before": one}))
    assert model.live(tmp_path).threshold == 0.6
    assert learned.back(tmp_path) == one
    assert model.live(tmp_path).threshold == 0.5
    assert {file.name for file in tmp_path.iterdir()} == {one, two, model.LIVE}
