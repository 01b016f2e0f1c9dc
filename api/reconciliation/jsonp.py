"""Answers in JSON, and, for pages that can read no other, as a call of a function of theirs (JSONP)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from starlette.responses import Response

from api.errors import BadRequest
from api.labels import clip

_FUNCTION = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*(\.[A-Za-z_$][A-Za-z0-9_$]*)*")
_LONGEST = 100


def check_callback(name: str | None) -> str | None:
    """Give the name of a function, if any, that may be called.

    Raises
    ------
    BadRequest
        It is no name of a function, or a long one.

    Examples
    --------
    >>> check_callback("jQuery1_2.done")
    'jQuery1_2.done'
    """
    if name is not None and (len(name) > _LONGEST or not _FUNCTION.fullmatch(name)):
        raise BadRequest(
            f"callback={clip(name)} is no name of a function; use letters, digits, $ and _, with dots between, "
            f"{_LONGEST} at most"
        )
    return name


def respond(value: Mapping[str, object], callback: str | None, headers: Mapping[str, str]) -> Response:
    r"""Write an answer. In a script nothing of it can end the script, or be taken for anything but data.

    Examples
    --------
    >>> respond({"a": "</script>"}, "f", {}).body
    b'/**/f({"a": "\\u003c/script>"});'
    """
    body = json.dumps(value)  # ASCII throughout, so no separator of lines is in it
    told = {**headers, "X-Content-Type-Options": "nosniff"}
    if callback is None:
        return Response(body, media_type="application/json", headers=told)
    script = f"/**/{callback}({body.replace('<', r'\u003c')});"
    return Response(script, media_type="application/javascript", headers=told)
