"""What the crawlers' marks on an article mean, in an editor's words."""

WORDS = {
    "watermark": "正文中夹有网站水印字，已去掉，请核对",
    "missing_attachment": "文中提到的附件没有收到",
    "picture_only": "正文是图片，没有文字",
    "teaser": "原网页只给出摘要，全文需订阅",
    "caption": "图片说明已移出正文",
    "typesetting": "正文中夹有排版残留，已去掉，请核对",
    "lost_glyph": "正文中有丢失的字，请对照原网页",
    "repeated": "正文中有一段在原网页上出现了两次，已去掉一次",
    "joined": "原网页分成几页，已接成一篇",
    "incomplete": "原网页分成几页，后面的没有取到，请看原网页",
    "text_in_attachment": "正文在附件中，网页上没有全文",
}


def worded(flag: str) -> str:
    """The mark as a sentence; one that is a sentence already stays."""
    return WORDS.get(flag, flag)
