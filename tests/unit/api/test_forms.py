"""Forms as odd programs send them."""

from collections.abc import Callable
from typing import Any

from quart.typing import TestClientProtocol as Client


async def test_parts_without_a_name_are_passed_over(
    client: Client, acme: Any, course_zip: Callable[..., bytes]
) -> None:
    named = b'Content-Disposition: form-data; name="file"; filename="course.zip"'
    parts = [
        (b'Content-Disposition: form-data; name="\\"', b"one"),
        (b"Content-Disposition: form-data", b"two"),
        (b'Content-Disposition: form-data; name=""', b"three"),
        (named, course_zip()),
    ]
    body = b"".join(b"--b\r\n%b\r\n\r\n%b\r\n" % part for part in parts) + b"--b--\r\n"

    answer = await client.post(
        "/api/v1/packages",
        data=body,
        headers={**acme.headers, "Content-Type": "multipart/form-data; boundary=b"},
    )

    assert answer.status_code == 201, await answer.get_data(as_text=True)
