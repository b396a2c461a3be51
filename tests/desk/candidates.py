"""A week's candidates, written for the tests: forty texts of the six sections, some off topic, two told twice."""

import json
from datetime import date, timedelta

FIRST = date(2017, 5, 12)
SEEN = "2017-05-19T08:00:00+08:00"
PLACES = ("湖北", "广东", "北京", "上海", "福建", "四川", "重庆")
KINDS: dict[str, tuple[str, str, str]] = {
    "market": (
        "{place}碳市场{day}日成交{tonnes}吨",
        "{month}月{day}日，{place}碳排放权交易市场配额成交{tonnes}吨，市场人士认为履约期临近带动了交易。本周交易较上周活跃。",
        "某碳交易网",
    ),
    "policy": (
        "{place}省发展改革委关于报送第{day}批重点企业碳排放报告的通知",
        "各设区市发展改革委：为做好碳排放报告与核查工作，请组织辖区内第{day}批重点排放单位于2017年6月{day}日前报送上年度排放报告。\n{place}省发展和改革委员会\n2017年{month}月{day}日",
        "{place}省发展和改革委员会",
    ),
    "domestic": (
        "{place}{day}家企业完成节能改造",
        "记者从{place}了解到，当地{day}家工业企业完成节能改造，年节约标准煤{tonnes}吨。当地表示将继续推进绿色发展。",
        "某某日报",
    ),
    "international": (
        "欧盟讨论碳市场第{day}项改革方案",
        "据外媒报道，欧盟成员国代表{month}月{day}日在布鲁塞尔讨论碳排放交易体系的第{day}项改革方案，欧洲议会将于下月表决。",
        "某国际新闻",
    ),
    "reading": (
        "观点：碳定价怎样惠及{place}的转型（之{day}）",
        "笔者认为，碳定价不是负担。从{place}的经验看，价格信号需要时间才能改变投资。本文为系列之{day}，谈三点看法。",
        "某研究院",
    ),
    "notice": (
        "{place}碳排放权交易中心关于第{day}期培训班的公告",
        "{place}碳排放权交易中心定于2017年6月{day}日举办第{day}期碳资产管理培训班，现将报名事项公告如下。",
        "{place}碳排放权交易中心",
    ),
    "offtopic": (
        "{place}举办第{day}届碳酸饮料品鉴会",
        "{month}月{day}日，{place}举办碳酸饮料品鉴会，{tonnes}名市民参加了活动。",
        "某生活周刊",
    ),
}


def lines() -> str:
    """JSON lines as `tanxun import` takes them; the section of each is in `sections()`."""
    return "\n".join(json.dumps(row, ensure_ascii=False) for row, _ in _made()) + "\n"


def sections() -> dict[str, str]:
    """Title → the section that an editor would file it under."""
    return {str(row["title"]): kind for row, kind in _made()}


def _made() -> list[tuple[dict[str, object], str]]:
    rows = []
    for number in range(40):
        kind = list(KINDS)[number % len(KINDS)]
        title, text, publisher = KINDS[kind]
        day = FIRST + timedelta(days=number % 7)
        words = {
            "place": PLACES[number // len(KINDS) % len(PLACES)],
            "day": day.day,
            "month": day.month,
            "tonnes": 1000 + 137 * number,
        }
        row: dict[str, object] = {
            "url": f"https://site{number % 5}.example/{number}.html",
            "title": title.format(**words),
            "text": text.format(**words),
            "publisher": publisher.format(**words),
            "published_on": (day if number != 2 else day.replace(year=2016)).isoformat(),
            "first_seen_at": SEEN,
        }
        rows.append((row, kind))
    return rows


def quotes() -> str:
    """A week of two markets as `tanxun import` takes them."""
    head = "market,product,vintage,day,close,volume_t,turnover_cny,status,basis,currency,source"
    rows = [head]
    for offset, close in enumerate(("16.10", "16.20", "16.15", "16.40", "16.48")):
        day = (date(2017, 5, 12), *(date(2017, 5, 15) + timedelta(days=n) for n in range(4)))[offset]
        volume = 12000 + 500 * offset
        rows.append(
            f"hubei,HBEA,,{day},{close},{volume},{float(close) * volume:.2f},traded,hubei.close,CNY,hubei_daily"
        )
    return "\n".join(rows) + "\n"
