"""What a hostile course can do to others: nothing. The numbers are checks of the threat model."""

import json
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from lectern_browser import course_frame, get_value, open_player, set_value
from lectern_courses import LAZY_PAGE, Course, Sco, lazy, with_page
from lectern_server import API_KEY, Server
from playwright.async_api import BrowserContext, Frame, Page, expect

MARKER = "planted-marker-7141"
SERVICE_WORKER = "self.addEventListener('fetch', e => e.respondWith(new Response('mine')))"

STORE = """async () => {
  localStorage.setItem('mark', 'planted');
  document.cookie = 'mark=planted; path=/';
  document.cookie = 'toss=planted; domain=content.lectern.localhost; path=/';
  const open = indexedDB.open('mark', 1);
  await new Promise(done => { open.onsuccess = done; open.onerror = done; });
  const cache = await caches.open('mark');
  await cache.put('/mark', new Response('planted'));
}"""
READ = """async () => ({
  origin: location.origin,
  local: localStorage.getItem('mark'),
  cookie: document.cookie.includes('mark='),
  databases: (await indexedDB.databases()).map(d => d.name).includes('mark'),
  caches: await caches.has('mark'),
})"""


@pytest.fixture(scope="module")
def course(server: Server) -> str:
    return server.upload(with_page(LAZY_PAGE + f"<!-- {MARKER} -->", "Hostile"))


async def test_s01_the_api_host_serves_no_course_and_the_content_host_no_api(
    server: Server, page: Page, course: str
) -> None:
    frame = await open_player(page, server.launch(course, "ann")["launch_url"])
    content = urlsplit(frame.url)
    base = f"http://127.0.0.1:{server.port}"

    for path in (content.path, "/content/x/index.html", "/api/v1/content/x/index.html"):
        answer = httpx.get(base + path, headers={"Host": f"localhost:{server.port}"})
        assert MARKER not in answer.text
        assert answer.status_code in {401, 404}
    for path in ("/api/health", "/api/v1/packages", "/api/docs", "/player/x", "/dashboard"):
        answer = httpx.get(base + path, headers={"Host": content.netloc, "X-API-Key": API_KEY})
        assert answer.status_code == 404
    assert content.netloc.split(":")[0] != "localhost"


async def test_s02_a_registration_has_an_origin_of_its_own_and_keeps_it(
    server: Server, context: BrowserContext, course: str
) -> None:
    session_id = str(uuid4())
    frame = await _open(context, server.launch(course, "ann", session_id=session_id))
    await frame.evaluate(STORE)
    first = await frame.evaluate(READ)

    other_learner = await (await _open(context, server.launch(course, "bob"))).evaluate(READ)
    other_package = await (
        await _open(context, server.launch(server.upload(lazy()), "ann"))
    ).evaluate(READ)
    again = await (
        await _open(context, server.launch(course, "ann", session_id=session_id))
    ).evaluate(READ)

    assert first["local"] == "planted"
    for other in (other_learner, other_package):
        assert other["origin"] != first["origin"]
        assert {name: value for name, value in other.items() if value and name != "origin"} == {}
    assert again == first


async def test_s03_a_course_cannot_ride_on_whatever_the_api_host_knows(
    server: Server, page: Page, course: str
) -> None:
    frame = await open_player(page, server.launch(course, "ann")["launch_url"])
    paths = list(
        httpx.get(
            f"{server.base_url.replace('localhost', '127.0.0.1')}/api/docs/openapi.json"
        ).json()["paths"]
    )

    read: list[Any] = await frame.evaluate(
        """async ([base, paths]) => {
          const read = [];
          for (const path of paths) for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
            const url = base + path.replace(/[<{].*?[>}]/g, 'x');
            try {
              const answer = await fetch(url, {method, credentials: 'include', body:
                method === 'GET' ? undefined : '{}'});
              read.push([method, path, answer.status]);
            } catch { /* refused by the browser: that is the wish */ }
          }
          return read;
        }""",
        [server.base_url, paths],
    )

    assert read == []


ESCAPES = {
    "top.location": "top.location = 'http://evil.localhost/'",
    "the shell's document": "void parent.parent.document.body.innerHTML",
    "the sandbox attribute": "parent.frameElement.removeAttribute('sandbox')",
    "the shell's storage": "void parent.parent.sessionStorage.length",
}


@pytest.mark.parametrize("attempt", ESCAPES)
async def test_s04_a_course_cannot_leave_its_frame(
    server: Server, page: Page, course: str, attempt: str
) -> None:
    frame = await open_player(page, server.launch(course, "ann")["launch_url"])
    before = page.url

    outcome = await frame.evaluate(
        "script => { try { return 'done: ' + (0, eval)(script) } catch (e) { return e.name } }",
        ESCAPES[attempt],
    )

    await page.wait_for_timeout(300)
    assert outcome in {"SecurityError", "TypeError"}
    assert page.url == before
    assert await page.locator("[data-player-state=running]").count() == 1


async def test_s04_forged_messages_neither_stop_the_shell_nor_change_the_record(
    server: Server, page: Page, course: str
) -> None:
    session_id = str(uuid4())
    frame = await open_player(
        page, server.launch(course, "ann", session_id=session_id)["launch_url"]
    )

    stall = await page.evaluate_handle(
        """() => { const seen = {worst: 0}; let last = performance.now();
          setInterval(() => { const now = performance.now();
            seen.worst = Math.max(seen.worst, now - last - 20); last = now; }, 20);
          return seen; }"""
    )
    await frame.evaluate(
        """() => {
          const shell = parent.parent;
          const forged = {type: 'finished', completed: true};
          for (let i = 0; i < 10000; i++) shell.postMessage(forged, '*');
          shell.postMessage({type: 'save', state: 'x'.repeat(1 << 20)}, '*');
          for (const odd of [null, 7, [], {type: 'port'}, {type: 'hello'}, {type: 'ended'}])
            shell.postMessage(odd, '*');
        }"""
    )
    await page.wait_for_timeout(1500)

    assert (await stall.json_value())["worst"] < 1000
    assert await page.locator("[data-player-state=running]").count() == 1
    assert server.session(session_id)["completion_status"] == "not_attempted"
    await set_value(frame, "cmi.core.lesson_location", "still here")
    server.wait_for(session_id, "cmi.core.lesson_location", "still here")


async def test_s05_what_a_course_can_steal_opens_nothing_else(
    server: Server, page: Page, course: str
) -> None:
    victim = str(uuid4())
    server.launch(course, "bob", session_id=victim)
    frame = await open_player(
        page, server.launch(course, "ann", session_id=str(uuid4()))["launch_url"]
    )
    await set_value(frame, "cmi.core.lesson_location", "here")
    stolen = await _every_string_in_reach(frame)
    assert any(text.count(".") == 2 and text.startswith("ey") for text in stolen), "no token found?"

    answers: dict[str, int] = {}
    for text in stolen:
        for name, headers in {
            "key": {"X-API-Key": text},
            "bearer": {"Authorization": f"Bearer {text}"},
        }.items():
            answer = server.api.get(f"/sessions/{victim}", headers={"X-API-Key": "", **headers})
            answers[name] = max(answers.get(name, 0), int(answer.status_code == 200))
        page_answer = httpx.get(
            f"http://127.0.0.1:{server.port}/player/{victim}",
            params={"token": text},
            headers={"Host": f"play.lectern.localhost:{server.port}"},
        )
        assert page_answer.status_code == 401

    assert answers == {"key": 0, "bearer": 0}


READ_ONLY = [
    "cmi.core.student_id",
    "cmi.core.student_name",
    "cmi.core.credit",
    "cmi.core.lesson_mode",
    "cmi.core.entry",
    "cmi.core.total_time",
    "cmi.launch_data",
    "cmi.student_data.mastery_score",
]


async def test_s05_read_only_elements_cannot_be_committed(
    server: Server, page: Page, course: str
) -> None:
    session_id = str(uuid4())
    frame = await open_player(
        page, server.launch(course, "ann", session_id=session_id)["launch_url"]
    )
    bridge = frame.parent_frame
    assert bridge is not None
    await bridge.evaluate(
        """() => { window.sent = []; const real = window.fetch;
          window.fetch = (url, wish) => { sent.push(wish.body); return real(url, wish) } }"""
    )
    await set_value(frame, "cmi.core.lesson_location", "here")
    server.wait_for(session_id, "cmi.core.lesson_location", "here")
    sent: dict[str, Any] = json.loads(await bridge.evaluate("sent.at(-1)"))
    forged = {
        **sent,
        "seq": sent["seq"] + 1,
        "base": sent["seq"],
        "patch": {**dict.fromkeys(READ_ONLY, "forged"), "cmi.core.lesson_location": "there"},
    }
    place = urlsplit(frame.url)

    answer = httpx.post(
        f"http://127.0.0.1:{server.port}{place.path.rsplit('/', 1)[0]}/__rt/commit",
        headers={"Host": place.netloc, "Content-Type": "text/plain"},
        content=json.dumps(forged),
    )

    assert answer.status_code == 200, answer.text
    assert set(answer.json()["errors"]) == set(READ_ONLY)
    stored = server.session(session_id)["cmi_data"]
    assert stored["cmi.core.lesson_location"] == "there"
    assert "forged" not in stored.values()


@pytest.mark.parametrize("mode", ["review", "browse"])
async def test_s05_review_and_browse_change_neither_status_nor_score(
    server: Server, page: Page, course: str, mode: str
) -> None:
    session_id = str(uuid4())
    frame = await open_player(
        page, server.launch(course, "ann", session_id=session_id, mode=mode)["launch_url"]
    )
    assert await get_value(frame, "cmi.core.lesson_mode") == mode
    assert await get_value(frame, "cmi.core.credit") == "no-credit"

    await set_value(frame, "cmi.core.lesson_status", "passed")
    await set_value(frame, "cmi.core.score.raw", "100")
    await frame.evaluate("window.api.LMSFinish('')")
    await page.wait_for_timeout(1000)

    stored = server.session(session_id)
    assert stored["success_status"] == "unknown"
    assert stored["completion_status"] != "completed"
    assert stored["score"]["raw"] is None


async def test_s06_no_service_worker_can_be_installed(server: Server, page: Page) -> None:
    package = server.upload(lazy(**{"worker.js": SERVICE_WORKER}))
    frame = await open_player(page, server.launch(package, "ann")["launch_url"])

    outcome = await frame.evaluate(
        "navigator.serviceWorker.register('worker.js').then(() => 'installed', e => e.name)"
    )

    assert outcome != "installed"


async def test_s06_a_cookie_bomb_leaves_the_neighbours_working(
    server: Server, context: BrowserContext, course: str
) -> None:
    bomber = await _open(context, server.launch(course, "ann"))
    await bomber.evaluate(
        """() => { for (let i = 0; i < 60; i++) document.cookie =
          `b${i}=${'x'.repeat(3000)}; domain=content.lectern.localhost; path=/` }"""
    )
    session_id = str(uuid4())

    frame = await _open(context, server.launch(course, "bob", session_id=session_id))

    await set_value(frame, "cmi.core.lesson_location", "fine")
    server.wait_for(session_id, "cmi.core.lesson_location", "fine")


async def test_s06_no_cookie_is_set_from_launch_to_finish(
    server: Server, context: BrowserContext, course: str
) -> None:
    frame = await _open(context, server.launch(course, "ann"))
    await set_value(frame, "cmi.core.lesson_status", "completed")
    await frame.evaluate("window.api.LMSFinish('')")

    assert await context.cookies() == []


NASTY = "<img src=x onerror=\"window.__x=1\">{{7*7}}<b hx-get='/x' hx-trigger='load'>bold</b>"


async def test_s14_markup_in_titles_and_names_is_shown_as_text(server: Server, page: Page) -> None:
    scos = [Sco("a", NASTY, "a.html"), Sco("b", "Second " + NASTY, "b.html")]
    package = server.upload(
        Course(NASTY, scos, {"a.html": LAZY_PAGE, "b.html": LAZY_PAGE}).archive()
    )
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))

    await open_player(page, server.launch(package, "ann", learner_name=NASTY)["launch_url"])

    await expect(page.locator("[data-item=b]")).to_contain_text("onerror")
    assert await page.evaluate("window.__x") is None
    assert await page.locator("[hx-get]").count() == 0
    assert [text for text in complaints if "Content Security Policy" in text] == []


async def _open(context: BrowserContext, launched: dict[str, Any]) -> Frame:
    return await open_player(await context.new_page(), launched["launch_url"])


async def _every_string_in_reach(frame: Frame) -> set[str]:
    """Globals, storage, addresses and documents of the course and of the bridge above it."""
    found: list[str] = await frame.evaluate(
        """async () => {
          const found = new Set(), seen = new Set();
          const add = text => { for (const part of String(text).split(/[\\s"'<>,;&?=\\/~]+/))
            if (part.length >= 16 && part.length < 4096) found.add(part); };
          const walk = (value, depth) => {
            if (typeof value === 'string') return add(value);
            if (!value || typeof value !== 'object' || seen.has(value) || depth > 4) return;
            seen.add(value);
            for (const name of Object.getOwnPropertyNames(value)) {
              try { walk(value[name], depth + 1) } catch { /* not readable */ }
            }
          };
          for (const place of [window, parent]) {
            add(place.location.href); add(place.document.documentElement.outerHTML);
            for (const store of [place.localStorage, place.sessionStorage])
              for (let i = 0; i < store.length; i++) add(store.getItem(store.key(i)));
            for (const entry of place.performance.getEntries()) add(entry.name);
            for (const name of Object.keys(place)) { try { walk(place[name], 0) } catch {} }
          }
          for (const {name} of await indexedDB.databases()) {
            const db = await new Promise((ok, no) => { const r = indexedDB.open(name);
              r.onsuccess = () => ok(r.result); r.onerror = no; });
            for (const store of db.objectStoreNames) {
              const all = db.transaction(store).objectStore(store).getAll();
              await new Promise(ok => { all.onsuccess = ok; });
              add(JSON.stringify(all.result));
            }
            db.close();
          }
          return [...found];
        }"""
    )
    return set(found)


async def test_the_course_frame_is_found_below_bridge_and_shell(
    server: Server, page: Page, course: str
) -> None:
    await open_player(page, server.launch(course, "ann")["launch_url"])
    frame = await course_frame(page)

    chain: list[str] = []
    place: Frame | None = frame
    while place is not None:
        chain.append(urlsplit(place.url).netloc)
        place = place.parent_frame

    assert len(chain) == 3
    assert chain[0] == chain[1]
    assert chain[2] == f"play.lectern.localhost:{server.port}"
