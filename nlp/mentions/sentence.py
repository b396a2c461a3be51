"""What one sentence says of its figures, whatever the text said before: which were traded, and in which part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.mentions.figures import Figure
from nlp.mentions.line import Line

# Words that open another part of the trade: primary and secondary market, listed and block, “of which”.
_PART = re.compile(
    r"一级市场|二级市场|大宗|挂牌(?!竞价|出让|转让)|线上(?![和及与、]?线下)|(?<!线上)(?<!线上[和及与、])线下|协议(?!价)|场[内外]|(?P<total>(?:总|合计|全[天日])(?=成交|交易)|成交合计)|远期|现货|单向竞价|其中|定价|综合价格|(?:机构投资者|个人投资者|控排企业)(?=[^,。;]{0,4}(?:成交|交易|竞得|占))"
)
# What the last of these words before a figure says: bid, sold, or (底价, 总量) on offer.
_STAGE = re.compile(
    r"底价|(?P<bid>申报(?:总?量)?)|(?P<sold>最终|成交(?:(?:总|数)*量|(?:总|金)*额|均?价格?)?|拍出|竞得|售出)|总量"
)
_SOLD_AT = re.compile(r"[\d.]+元(?:/吨|每吨)?(?:的[^,。;]{0,4}价格?)?[^,。;]{0,2}(?:成交|售出|竞得)")
# A close is of the listed trade, never of the block trade named before it.
_APART = re.compile(r"(?:最[高低](?:申报|报)价|日均(?!价)|大宗(?:(?!挂牌|综合价格).)*收盘价?)[^,。;\d]{0,6}$")
_UNSOLD = re.compile(r"[^,。;]{0,4},\s*(?:但|均|全天|当日|当天)?(?:未|无|没有|零)(?:有|任何)?成交\s*(?:$|[,。;])")
_MARK = re.compile(r"大关|关口")  # a round sum that was passed is no figure of its own, unless it is a total
_LOT = re.compile(r"(?:数量|合计|共计?)[:为]?\s*$")
_SUM = re.compile(r"累计")
_LIMIT = re.compile(
    r"\s*\(?含?\)?以[上下](?!的?(?:成交|价格))[^,。;]{0,6}(?:应|须|需|可|不得|必须)|\s*为[上下]?限"
)  # “10万吨以上应采用大宗交易”
# A buyer and his price: another deal than the day's total before it.
ONE_DEAL = re.compile(r"以(?:每吨)?[\d.]+元(?:/吨|每吨)?的?(?:单价|价格|均价)?[买卖购售转]")
WON = re.compile(r"[^;]*?(?:竞得|拍得|拍出|底价|起[拍始]价|申报)")
_BEFORE_THAT = re.compile(r"上一?笔|\d[日号]")
CONDITION = re.compile(r"当.*时|若(?!干)|如[果遇]|如(?=[^何此今下同]{0,12}则)")


def traded(line: Line) -> Iterator[tuple[int, int, Figure | None, str | None]]:
    """Give the figures whose nearest word says that they were traded, with the kind of a price."""
    auction = bool(line.kind_names & {"auction", "cancelled"})
    roles = [(figure, line.role(figure)) for figure in line.figures]
    dealt = any(figure.unit != "money" and role not in {None, "other", "aside"} for figure, role in roles)
    read: Figure | None = None
    for figure, named in roles:
        row = named is None and line.in_a_row(figure) and (read or figure.unit == "price")
        lot = named is None and auction and figure.unit == "volume" and _LOT.search(line.text, 0, figure.start)
        role = "deal" if row else "auction" if lot else named
        if (
            role is None
            or role in {"other", "aside"}
            or (
                _MARK.match(line.text, figure.end)
                and not _SUM.search(line.text, line.clause(figure.start), figure.start)
            )
            or line.compared(figure)
            or _LIMIT.match(line.text, figure.end)
            or (figure.unit != "price" and figure.to is not None)
        ):
            continue
        if figure.unit == "money" and (figure.currency != "CNY" or (role == "beside" and not dealt)):
            continue
        if auction or (role != "auction" and not line.unreal(figure)):
            read = figure
            yield figure.start, figure.end, figure, role if figure.unit == "price" else None


def carried(line: Line, figure: Figure) -> bool:
    """True for “无成交, 收盘价维持25元”: a price carried over from another day is no price of this one."""
    start = line.part(figure.start)
    if figure.unit == "price" and _UNSOLD.match(line.text, figure.end):
        return True
    silent = [word.end for word in line.kinds if word.name == "no_trade" and start <= word.start < figure.start]
    if not silent or figure.unit != "price" or "大宗" in line.text[line.clause(silent[-1]) : silent[-1]]:
        return False
    # Another market, day or part of the trade may have had its price.
    if any(silent[-1] <= one.start < figure.start and one.unit == "volume" for one in line.figures):
        return False
    another = _PART.search(line.text, silent[-1], figure.start) or _BEFORE_THAT.search(
        line.text, silent[-1], figure.start
    )
    return not another and not any(silent[-1] <= word.start < figure.start for word in line.markets)


def tonnes_traded(line: Line, figure: Figure | None) -> bool:
    """True where traded or auctioned tonnes can only be allowances, although the sentence does not say so."""
    if "goods" in line.kind_names:
        return False
    if figure is None or figure.unit == "money":
        return "auction" in line.kind_names
    return "auction" in line.kind_names or figure.unit == "volume" or "成交" in line.text


def cancelled(line: Line) -> bool:
    """True where something was called off; not “如遇系统故障, 竞价中止”."""
    words = (word for word in line.kinds if word.name == "cancelled")
    return any(not CONDITION.search(line.text[line.part(word.start) : word.start]) for word in words)


def part(line: Line, place: int) -> str:
    """Name the part of the sentence that a figure stands in: figures of two parts are two mentions."""
    start = line.part(place)
    first = next((one for one in line.figures if one.start >= start), None)
    if start and first and first.start == place and first.unit == "money" and opened(line, start, place) is None:
        start = line.part(start - 1)  # “成交175万吨, 增长24%;成交金额2389万元”: turnover of the tonnes before it
    stage = _stage(line, start, place)
    if stage == "sold" and not _sold_apart(line, start):
        stage = None
    return f"{line.offset}:{opened(line, start, place)}:{stage}"


def alone(line: Line, place: int) -> bool:
    """True for a figure that is a mention of its own: an extreme bid, a daily mean, one of “17元和18元”."""
    apart = _APART.search(line.text, line.part(place), place)
    return bool(apart) or line.one_of_many(place)


def opened(line: Line, start: int, place: int) -> int | None:
    """Give where the part of the trade that a figure stands in was named (listed, block, …), from `start` on."""
    at, names = None, [""]
    for found in _PART.finditer(line.text, start, place):
        name = found.lastgroup or found[0]
        # The same word again goes on with its part; a total is of all where two parts or more stand before it.
        if (name != names[-1] or name == "其中") and (name != "total" or len({*names} - {"", "其中"}) > 1):
            at = found.start()
            names.append(name)
    deals = [line.clause(found.start()) for found in ONE_DEAL.finditer(line.text, start)]
    return max((one for one in (at, *deals) if one is not None and one <= place), default=None)


def _stage(line: Line, start: int, place: int) -> str | None:
    if _SOLD_AT.match(line.text, place):
        return "sold"
    words = list(_STAGE.finditer(line.text, start, place))
    return words[-1].lastgroup if words else None


def _sold_apart(line: Line, start: int) -> bool:
    """True for “拍卖总量200万吨, 成交价25元/吨, 成交量100万吨”: the price is that of the tonnes sold."""
    tonnes = [one.start for one in line.figures if one.unit == "volume" and line.part(one.start) == start]
    stages = {_stage(line, start, place) for place in tonnes}
    return "auction" in line.kind_names and {"sold", None} <= stages
