"""An address that an editor pastes: fetched, read, dated, filed, and put before him."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST

from archive.errors import BadInput
from archive.models import Article
from desk import clock
from desk.errors import told
from desk.inbox import EDITORS, record
from desk.outward import Fetched, fetch

LONGEST = 2000
Reader = Callable[[Fetched, str, datetime], Article]


@require_POST
@EDITORS
@told
def paste(request: HttpRequest) -> HttpResponseBase:
    """Fetch the address once, under the guard of `desk.outward`, and open what was read there."""
    asked = request.POST.get("url", "").strip()
    if not asked or len(asked) > LONGEST:
        raise BadInput("请粘贴一个完整的网址。")
    answer = fetch(asked)
    add: Reader = import_string(settings.PASTED_PAGE)
    article = add(answer, asked, clock.now())
    record(request, "paste", f"article {article.pk}", asked, said="已收入，请核对标题、日期和正文。")
    return redirect("edit-article", article.pk)
