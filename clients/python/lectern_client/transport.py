"""Requests and answers: keys, retries, waiting for a rate limit, and errors as exceptions."""

import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO, Self
from urllib.parse import quote

import httpx

from lectern_client.errors import error_of

# A repetition of these changes nothing that the first time did not change.
SAFE_TO_REPEAT = {"GET", "HEAD", "PUT", "DELETE"}
TIMEOUT_SECONDS = 60.0
FIRST_PAUSE_SECONDS = 0.5


class Download:
    """A file as it comes in; iterate to write it somewhere with little memory."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self.headers: Mapping[str, str] = response.headers

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_bytes()

    def read(self) -> bytes:
        return self._response.read()


class Transport:
    """``attempts`` counts the first one; ``patience`` is the longest wait for a rate limit, in
    seconds.
    """

    def __init__(
        self, base_url: str, api_key: str, *, attempts: int = 4, patience: float = 60.0
    ) -> None:
        self._attempts = attempts
        self._patience = patience
        self.http = httpx.Client(
            base_url=base_url.rstrip("/"),
            headers={"X-API-Key": api_key},
            timeout=TIMEOUT_SECONDS,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failure: object) -> None:
        self.close()

    def close(self) -> None:
        self.http.close()

    def call(
        self,
        method: str,
        path: str,
        names: Mapping[str, str],
        *,
        query: Mapping[str, object] | None = None,
        body: object = None,
    ) -> Any:
        """The answer's JSON; raises LecternError."""
        request = self.http.build_request(method, _fill(path, names), params=_told(query))
        if body is not None:
            request = self.http.build_request(method, request.url, json=body)
        return _checked(self._sent(request)).json()

    @contextmanager
    def download(
        self,
        method: str,
        path: str,
        names: Mapping[str, str],
        *,
        query: Mapping[str, object] | None = None,
    ) -> Generator[Download]:
        """Read it inside the ``with``; raises LecternError."""
        request = self.http.build_request(method, _fill(path, names), params=_told(query))
        response = self._sent(request, stream=True)
        try:
            if response.is_error:
                response.read()
            yield Download(_checked(response))
        finally:
            response.close()

    def send_form(
        self,
        method: str,
        path: str,
        names: Mapping[str, str],
        *,
        file: BinaryIO,
        filename: str,
        fields: Mapping[str, str] | None = None,
    ) -> Any:
        """A form with a file, streamed; not repeated by itself, as the file was read by then."""
        response = self.http.request(
            method,
            _fill(path, names),
            data=dict(fields or {}),
            files={"file": (filename, file, "application/zip")},
        )
        return _checked(response).json()

    def _sent(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        pause = FIRST_PAUSE_SECONDS
        for left in range(self._attempts - 1, -1, -1):
            try:
                response = self.http.send(request, stream=stream)
            except httpx.TransportError:
                if not left or request.method not in SAFE_TO_REPEAT:
                    raise
                time.sleep(pause)
            else:
                wait = self._wait(request, response, pause)
                if not left or wait is None:
                    return response
                response.close()
                time.sleep(wait)
            pause *= 2
        raise AssertionError("at least one attempt is made")

    def _wait(self, request: httpx.Request, response: httpx.Response, pause: float) -> float | None:
        """Seconds until another attempt makes sense, else None."""
        if response.status_code == 429:
            reset = float(response.headers.get("X-RateLimit-Reset", 0)) - time.time()
            wait = max(reset, float(response.headers.get("Retry-After", 1)))
            return wait if wait <= self._patience else None
        # 503 says that nothing was done, so even a POST may be sent again.
        broken = response.status_code >= 500 and request.method in SAFE_TO_REPEAT
        return pause if broken or response.status_code == 503 else None


def _checked(response: httpx.Response) -> httpx.Response:
    if response.is_success:
        return response
    try:
        body = response.json()
    except ValueError:
        body = {"message": response.text[:200]}
    raise error_of(response.status_code, body)


def _fill(path: str, names: Mapping[str, str]) -> str:
    return path.format(**{name: quote(value, safe="") for name, value in names.items()})


def _told(query: Mapping[str, object] | None) -> dict[str, str]:
    given = {name: value for name, value in (query or {}).items() if value is not None}
    return {name: _text(value) for name, value in given.items()}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
