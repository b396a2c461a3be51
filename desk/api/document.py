"""The OpenAPI document, made from the same lists that the views read."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.datapackage import SAYS
from archive.markets import all_markets
from archive.models.articles import SECTIONS
from archive.rights import rules
from desk.api.access import COSTS, SCOPES
from desk.api.prices import KINDS
from desk.api.schemas import SCHEMAS, listed, refers

DAY = {"type": "string", "format": "date"}
MOMENT = {"type": "string", "format": "date-time"}
WHOLE = {"type": "integer", "minimum": 0, "maximum": 2**53}
TEXT = {"type": "string", "maxLength": 200}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """For people: what there is, with examples that work."""
    alike: dict[str, dict[str, Any]] = {}
    for path, operation in paths().items():
        asked = repr((operation["summary"], operation["parameters"]))
        alike.setdefault(asked, {"paths": [], **operation})["paths"].append(path)
    context = {"groups": alike.values(), "columns": SAYS, "scopes": SCOPES, "limits": rules().limits, "costs": COSTS}
    return render(request, "desk/api.html", context)


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """For programs."""
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "碳讯 Tanxun",
            "version": "1",
            "description": "Prices are currency per tonne, volumes tonnes, days Shanghai trading days, moments UTC. An "
            "empty cell or null: not published, or no trade (see status). Each source's rights are obeyed.",
        },
        "servers": [{"url": request.build_absolute_uri("/").rstrip("/")}],
        "security": [{}, {"key": []}],
        "paths": {path: {"get": operation} for path, operation in paths().items()},
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": SCHEMAS,
        },
    }
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


def paths() -> dict[str, dict[str, Any]]:
    """Every address with what may be asked there and what it answers."""
    ids = [market.id for market in all_markets()]
    one = f"({'|'.join(ids)})"
    ledger = [
        _in("market", "市场，可用逗号隔开几个", {"type": "string", "pattern": f"^{one}(,{one}){{0,9}}$"}),
        _in("product", "品种，如 BEA、CEA", TEXT),
        _in("from", "自哪一天", DAY),
        _in("to", "至哪一天", DAY),
        _in("as_of", "当时所知：只算这一刻以前看到的", MOMENT),
        _in("since", "变更流：此修订号之后入库的每一行", WHOLE),
    ]
    table = [_in("ending", "至哪一天", DAY, required=True), _in("from", "自哪一天，缺省为七天", DAY), ledger[4]]
    found = {f"/api/prices.{kind}": _operation("价格，长表", ledger, _body(kind, "Quote")) for kind in KINDS}
    found |= {f"/api/week.{kind}": _operation("各市场一周行情", table, _body(kind, "WeekRow")) for kind in KINDS}
    search = [
        _in("q", "检索词，空格表示同时出现", TEXT),
        _in("section", "栏目", {"type": "string", "enum": list(SECTIONS)}),
        _in("source", "来源名称", TEXT),
        _in("region", "地区：省市、全国、国家或组织", TEXT),
        _in("year", "年份", {"type": "integer", "minimum": 1990, "maximum": 2100}),
        _in("before", "上一页给出的位置", WHOLE),
        _in("limit", "每页篇数", {"type": "integer", "minimum": 1, "maximum": 100}),
    ]
    of_mentions = [
        _in("article", "只看这一篇", {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}),
        _in("market", "市场", {"type": "string", "enum": ids}),
        ledger[1],
        *search,
    ]
    number = {"type": "integer", "minimum": 1, "maximum": 999_999_999}
    return found | {
        "/api/articles.json": _operation("文章检索", search, _one("Articles")),
        "/api/articles/{pk}.json": _operation("一篇文章", [_at("pk", number)], _one("ArticleInIssues")),
        "/api/issues.json": _operation("已发布的各期", [], _one("Issues")),
        "/api/issues/{number}.json": _operation("一期的目录与更正", [_at("number", number)], _one("IssueContents")),
        "/api/mentions.json": _operation("文中提到的价格与成交量", of_mentions, _one("Mentions")),
        "/api/health.json": _operation("服务与各来源状况", [], _one("Health")),
    }


def _in(name: str, what: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": what, "required": required, "schema": schema}


def _at(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _operation(what: str, parameters: list[dict[str, Any]], body: dict[str, Any]) -> dict[str, Any]:
    fault = {"application/json": {"schema": refers("Error")}}
    faults = {"400": "问题写错了", "401": "密钥无效", "403": "密钥范围不够", "404": "没有", "429": "太频繁"}
    answers: dict[str, Any] = {code: {"description": told, "content": fault} for code, told in faults.items()}
    answers["200"] = {"description": "好", "content": body, "headers": {"ETag": {"schema": {"type": "string"}}}}
    answers["304"] = {"description": "没有变化"}
    return {"summary": what, "parameters": parameters, "responses": answers}


def _body(kind: str, record: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if kind == "json":
        schema = listed(refers(record))
    return {KINDS[kind].partition(";")[0]: {"schema": schema}}


def _one(record: str) -> dict[str, Any]:
    return {"application/json": {"schema": refers(record)}}
