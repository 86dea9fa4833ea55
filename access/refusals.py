"""HTTP errors in words, each its own: what went wrong and what would be right, whatever the door."""

from __future__ import annotations

import json
from collections.abc import Mapping
from unicodedata import category

from flask import Response, request
from werkzeug.datastructures import Headers
from werkzeug.exceptions import BadRequestKeyError, HTTPException, MethodNotAllowed, RequestEntityTooLarge
from werkzeug.http import HTTP_STATUS_CODES

#: Bytes of a form, or of what a page's script sends. Uploads and heartbeats have limits of their own.
MOST_BODY = 2 << 20
#: Parts of a form; a list of items that are approved together sends one each.
MOST_PARTS = 10_000
#: Seconds after which what is away is worth another try.
RETRY_SECONDS = 5
#: What each status means here, in Chinese; an error that knows better says so itself.
WORDS: Mapping[int, str] = {
    400: "请求格式不正确，没有执行",
    401: "需要先登录",
    403: "没有权限，没有执行",
    404: "没有这个地址：请检查地址，或从首页重新进入",
    406: "不能以所要求的格式回答",
    408: "等待请求内容的时间过长，没有执行；请检查网络后重试",
    409: "内容已被别人改动，没有执行；请刷新页面后重试",
    410: "原来的内容已不在这里",
    411: "请求没有说明内容的长度（Content-Length），没有执行",
    412: "内容已经改变，没有执行；请刷新页面后重试",
    413: "请求内容过大，没有执行",
    414: "地址过长：请减少条件",
    415: "不能接受这种内容类型，没有执行",
    416: "所要求的范围不在文件之内",
    417: "不能满足请求头 Expect 的要求",
    421: "本系统不以这个地址提供服务",
    422: "请求内容不能处理，没有执行",
    423: "内容正被占用，没有执行；请稍后重试",
    428: "请求没有说明依据的是哪一次内容，没有执行；请刷新页面后重试",
    429: "请求过于频繁：请稍后再试",
    431: "请求头过大：请清除浏览器中本站的 Cookie 后重试",
    500: "程序出错，已记入日志；请联系管理员",
    501: "不支持这种请求方法",
    502: "后面的服务没有正确回答：请稍后再试",
    503: "暂时不能提供服务：请稍后再试",
    504: "后面的服务没有及时回答：请稍后再试",
    507: "磁盘已满，没有写入；请联系管理员",
}
_DOCUMENT = "text/html"


def words(error: HTTPException) -> str:
    """What an error says to whoever made the request: its own Chinese words, or those of its status."""
    status = error.code or 500
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        return f"该地址只接受 {'、'.join(methods(error))} 请求"
    if isinstance(error, BadRequestKeyError):
        return f"缺少字段 {str(error.args[0])[:40] if error.args else ''}，没有执行".replace(" ，", "，")
    if own := _own(error):
        return own
    said = WORDS.get(status) or f"没有完成（{status} {HTTP_STATUS_CODES.get(status, '')}）"
    limit = request.max_content_length if isinstance(error, RequestEntityTooLarge) else None
    return f"{said}：不超过 {size(limit)}" if limit else said


def methods(error: MethodNotAllowed) -> list[str]:
    """The methods that an address has; those that come by themselves are not worth naming."""
    found = sorted(set(error.valid_methods or ()) - {"HEAD", "OPTIONS"})
    return found or sorted(error.valid_methods or ())


def has_controls(text: str) -> bool:
    """Whether a text has control characters, which no address, header or line of a log may hold."""
    return any(category(letter) == "Cc" for letter in text)


def size(count: int) -> str:
    """A number of bytes as a limit is said."""
    for unit, bytes in (("MB", 1 << 20), ("KB", 1 << 10)):
        if count >= bytes and count % bytes == 0:
            return f"{count // bytes} {unit}"
    return f"{count} 字节"


def headers(error: HTTPException) -> Headers:
    """What else an error tells: the methods that are right, when to try again."""
    found = Headers(error.get_headers())
    found.remove("Content-Type")
    found["Cache-Control"] = "no-store"
    return found


def answer(error: HTTPException) -> Response:
    """An error for a reader: words alone where a browser opens the address, JSON where a script asks."""
    said = words(error)
    if _DOCUMENT in request.headers.get("Accept", ""):
        return Response(said, error.code, headers(error), content_type="text/plain; charset=utf-8")
    body = json.dumps({"error": said}, ensure_ascii=False, separators=(",", ":"))
    return Response(body, error.code, headers(error), content_type="application/json; charset=utf-8")


def _own(error: HTTPException) -> str:
    """What was said where the error was raised; libraries speak English."""
    said = error.description or ""
    return said if any("\u4e00" <= letter <= "\u9fff" for letter in said) else ""
