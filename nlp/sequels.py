"""What a title is about, without the stage it has come to: so that the next stage is known for its sequel.

A draft and the rule, a first and a second reading, the notice and the result of an auction, the start of a project and
its first power. Precision first: the name of a document counts together with its region, an auction or a project only
where its title names it in full.
"""

import re

from nlp import places
from nlp.text import fold

_NAMED = re.compile(r"《([^《》]{4,80})》")
_DRAFT = re.compile(r"[(（](?:[^()（）]{0,8}(?:征求意见|草案|送审|修订|审议|报批|公示|试行|暂行)[^()（）]{0,8})[)）]")
_DRAFT_TAIL = re.compile(r"(?:公开)?(?:征求意见稿|送审稿|修订草案|修正草案|草案|[二三]次审议稿|报批稿|修订稿)$")
_KINDS = "办法|条例|方案|规划|细则|指南|规定|意见|标准|方法学|通则|规程|规则|法|措施|纲要|计划|目录|清单"
# “某市公开征求碳排放权交易管理办法意见”, “某省印发配额分配方案”: no 《》 around the name.
_TOLD = re.compile(
    rf"(?:征求|印发|发布|出台|公布|施行|实施|通过|审议|修订|制定)(?:了|对)?([^《》,，。、:：\s]{{4,40}}?(?:{_KINDS}))(?=$|意见|的|[（(,，、:：\s]|正式|公开|将|征求)"
)
_AUCTION = re.compile(r"第[\d一二三四五六七八九十百]+[次期批]|\d+月\d+日")
_AUCTIONED = re.compile(r"竞价|拍卖|竞买|有偿发放|公开转让")
_AUCTION_STAGE = re.compile(
    r"的?(?:预?公告|预?通知|预告|结果|情况|成交|公示|说明|取消|延期|撤销|完成|举行|落幕|结束|顺利|圆满|关于|开展|组织|发布|发放|转让|活动|有偿)"
)
_PROJECT = re.compile(
    r"([\u3400-\u9fffA-Za-z\d“”]{6,30}?(?:项目|工程|基地|电站|电厂|示范线|示范区|产业园))(?=.{0,12}(?:开工|投产|并网|竣工|验收|获批|核准|中标|招标|环评|开建|封顶|投运|投用|建成|试运行|启动|签约))"
)
_GENERAL = re.compile(r"^(?:[首一二三四五六七八九十\d]+[个批座项]|我国|全国|全球|多个|一批|重大|示范|国内)")
_SHORTEST = 6  # characters of a name; shorter ones (“工作方案”) are everybody's
_COUNTRY, _NATIONAL = "全国", 10  # where no place is named, only a long name is sure to be the country's own


def subjects(title: str, text: str = "", issuers: tuple[str, ...] = ()) -> frozenset[str]:
    """Keys of what a title is about; two articles that share one are stages of one thing. Empty where none is sure."""
    region = places.region(title, text, issuers) or _COUNTRY
    names = [*_NAMED.findall(title), *(_TOLD.findall(title) if "《" not in title else ())]
    bare = {_bare_name(name, region) for name in names}
    keys = {f"{region}:{name}" for name in bare if len(name) >= (_SHORTEST if region != _COUNTRY else _NATIONAL)}
    plain = fold(title)
    if region != _COUNTRY and _AUCTIONED.search(plain) and _AUCTION.search(plain):
        keys.add(f"{region}:{_AUCTION_STAGE.sub('', plain)}")
    keys |= {name for name in _PROJECT.findall(title) if not _GENERAL.match(name)}
    return frozenset(map(fold, keys))


def _bare_name(name: str, region: str) -> str:
    """A document's name without its stage, its year of draft and its region, which stands before it in the key."""
    bare = _DRAFT_TAIL.sub("", _DRAFT.sub("", name).strip())
    bare = re.sub(r"^(?:关于(?:印发|公布|发布)?|中华人民共和国)", "", bare)
    for word in filter(None, (region, region.rstrip("省市"))):
        bare = bare.removeprefix(f"{word}省").removeprefix(f"{word}市").removeprefix(word)
    return fold(bare)
