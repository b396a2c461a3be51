"""Why a page has no article: a challenge, a list of links, a video, a shell that a script fills."""

import re

from lxml.html import HtmlElement

from crawlers.errors import Blocked, Gone, Hollow, ReadError
from crawlers.reading.dom import PageTree, visible

_CHALLENGE = re.compile(
    r"acw_sc__v2|wzws_(?:confirm|challenge|sessionid)|__tst_status|EO_Bot_Ssid|_Incapsula_Resource|cf-browser-verification|challenge-platform"
    r"|\$_ts\s*=|_cf_chl_opt|bm-verify|slidecaptcha|geetest_challenge"
)
_REFUSAL = re.compile(
    r"请完成(?:安全)?验证|安全验证|访问验证|人机验证|滑动验证|访问(?:过于|太)频繁|请求(?:被|已被)(?:拦截|拒绝)|访问(?:被|已被)(?:拦截|拒绝|阻断)|环境异常"
    r"|403 forbidden|access denied|just a moment|enable javascript and cookies|请开启javascript"
    r"|web应用防火墙|网站防火墙|请(?:先)?登录(?:后|再)(?:查看|阅读|访问)",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"404 not found|(?:页面|网页|内容|文章|信息)(?:不存在|已被?(?:发布者)?删除|找不到|无法找到|已过期)"
    r"|(?:您|你)访问的(?:页面|内容|文章)(?:不存在|已)"
    r"|此内容因违规无法查看|该内容已被发布者删除",
    re.IGNORECASE,
)
_SHORT = 600


def refuse_challenge(tree: PageTree, url: str) -> None:
    """Raise Blocked for a page that only stands in the way of another, Hollow for one that says the page is gone."""
    text = visible(tree.root)
    if len(text) > _SHORT:
        return
    mark = _CHALLENGE.search("\n".join(tree.scripts)) if len(text) < 200 else None
    if mark or (mark := _REFUSAL.search(text)):
        raise Blocked(f"the site answered with a challenge (“{mark[0]}”): fetch it later, or by a browser", url=url)
    if gone := _GONE.search(text):
        raise Gone(
            f"empty, because the site says that the page is gone (“{gone[0]}”): look for its new address", url=url
        )


def is_list(root: HtmlElement) -> bool:
    """True where a page without noise still is mostly links."""
    links = [visible(link) for link in root.iter("a")]
    return len(links) >= 10 and sum(map(len, links)) >= len(visible(root)) * 0.5


def shows_video(root: HtmlElement, scripts: tuple[str, ...], title: str) -> bool:
    """True where a page plays a film."""
    if "视频" in title or root.find(".//video") is not None:
        return True
    return any(re.search(r"\.(?:mp4|m3u8|flv)\b", one) for one in scripts)


def no_body(tree: PageTree, root: HtmlElement, url: str, title: str) -> ReadError:
    """Say why nothing on a page reads like an article; `root` is the page without noise."""
    text = visible(root)
    scripts = sum(map(len, tree.scripts))
    if shows_video(root, tree.scripts, title):
        why = "it shows a video and prints no text"
    elif is_list(root):
        why = "it is a list of links: declare it as a listing, or give the address of one article"
    elif tree.warned:
        why = "it only asks whether one wants to leave the site: fetch the address that it leads to"
    elif tree.frames and len(text) < _SHORT:
        why = f"another page stands in it: read {tree.frames[0][:200]}"
    elif len(text) < 120 and scripts > 3 * len(text):
        why = "a script fills it: read the data that the script asks for"
    elif root.find(".//img") is not None:
        why = "it shows pictures and prints no text"
    else:
        why = "nothing on it reads like an article: name the body in [page] of the source"
    return Hollow(f"empty, because {why}", url=url)
