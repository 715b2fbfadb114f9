"""Somebody else's page, on an origin of its own, that embeds the player."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from html import escape

from playwright.async_api import BrowserContext, Page

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>LMS</title></head>
<body style="margin:0"><iframe title="course" allow="fullscreen; autoplay" src="{url}"
 style="border:0;width:100%;height:800px"{attributes}></iframe></body></html>"""


@asynccontextmanager
async def host_page(
    context: BrowserContext, launch_url: str, *, host: str = "lms.localhost", attributes: str = ""
) -> AsyncGenerator[Page]:
    """A page on ``http://<host>:<port>`` with the launch link in an iframe."""
    body = PAGE.format(url=escape(launch_url, quote=True), attributes=attributes).encode()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
            b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    async with server:
        page = await context.new_page()
        await page.goto(f"http://{host}:{port}/")
        yield page
