"""The address of a model that speaks the chat protocol of OpenAI: asked with limits, once again where that may help."""

import json
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

LARGEST = 256 * 1024
"""Bytes of an answer."""
MOST_TOKENS = 1500
TRIES = 2
PASSING = {408, 409, 425, 429, 500, 502, 503, 504}
"""Statuses after which a second try may help."""


class NoAnswerError(Exception):
    """The model gave no answer that can be used."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to ask.

    url      up to "/v1", or to "/chat/completions"
    key      sent as a bearer token, "" for none; never shown
    seconds  that an answer may take, the second try included
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 30.0

    def complete(self, messages: list[dict[str, str]]) -> str:
        """The text that the model answers.

        :raises NoAnswerError: it cannot be reached, refuses, or takes too long.
        """
        body = json.dumps({"model": self.model, "messages": messages, "temperature": 0, "max_tokens": MOST_TOKENS,
                           "response_format": {"type": "json_object"}}).encode()
        until = time.monotonic() + self.seconds
        for _try in range(TRIES):
            try:
                return _content(self._post(body, until))
            except HTTPError as error:
                if error.code not in PASSING:
                    raise NoAnswerError(f"refused with {error.code}") from error
            except (URLError, OSError, HTTPException):
                continue
            except ValueError as error:
                raise NoAnswerError("the address or the key cannot be sent") from error
        raise NoAnswerError("no answer in time")

    def _post(self, body: bytes, until: float) -> bytes:
        """The bytes answered; redirects are not followed, because they would take the document elsewhere."""
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if not self.url.lower().startswith(("http://", "https://")):
            raise ValueError(self.url)
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "fsr"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        with _opener().open(Request(self._address(), body, headers, method="POST"), timeout=left) as answer:
            parts: list[bytes] = []
            while part := answer.read(64 * 1024):
                parts.append(part)
                if sum(map(len, parts)) > LARGEST or time.monotonic() > until:
                    raise TimeoutError
        return b"".join(parts)

    def _address(self) -> str:
        base = self.url.rstrip("/")
        return base if base.endswith("/chat/completions") else f"{base}/chat/completions"


def _opener() -> OpenerDirector:
    opener = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler(), HTTPDefaultErrorHandler(), HTTPErrorProcessor()):
        opener.add_handler(handler)
    return opener


def _content(body: bytes) -> str:
    """The text of the first choice.

    :raises NoAnswerError: the answer has another shape.
    """
    try:
        data: Any = json.loads(body)
        content = data["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise NoAnswerError("the answer has another shape") from error
    if not isinstance(content, str):
        raise NoAnswerError("the answer holds no text")
    return content
