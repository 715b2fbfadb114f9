"""A running product with one small course and many learners in it, ready to commit."""

import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from benchmarks import rig

API_KEY = "scorm_test_of-the-benchmarks-and-of-nothing-else-0123456789abcdef0123456789"
MANIFEST = """<?xml version="1.0"?>
<manifest identifier="m" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>Course</title>
<item identifier="sco" identifierref="r"><title>Lesson</title></item></organization></organizations>
<resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html">
<file href="index.html"/></resource></resources></manifest>"""


@dataclass(frozen=True, slots=True)
class Learner:
    """``host`` and ``path`` are where this learner's commits go."""

    session_id: str
    launch: str
    token: str
    host: str
    path: str


class Product:
    """`lectern serve` in a process of its own, on data of its own."""

    def __init__(self, home: Path, stack: ExitStack) -> None:
        self.port = rig.free_port()
        self.data_dir = home / "data"
        self._environment = os.environ | {
            "LECTERN_DATA_DIR": str(self.data_dir),
            "LECTERN_PORT": str(self.port),
            "LECTERN_BOOTSTRAP_API_KEY": API_KEY,
            "LECTERN_BOOTSTRAP_TENANT": "Benchmarks",
            "LECTERN_RATE_LIMIT_READ": "0",
            "LECTERN_RATE_LIMIT_WRITE": "0",
            "LECTERN_RATE_LIMIT_UPLOAD": "0",
            "LECTERN_RATE_LIMIT_PART": "0",
            "LECTERN_RATE_LIMIT_FAILED": "0",
        }
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30)
        self.process = self._start()
        stack.callback(self.stop)

    def _start(self) -> subprocess.Popen[bytes]:
        command = [str(Path(sys.executable).parent / "lectern"), "serve"]
        process = subprocess.Popen(
            command, env=self._environment, stdout=subprocess.DEVNULL, cwd=rig.ROOT
        )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and process.poll() is None:
            try:
                if self.client.get("/api/health").status_code == 200:
                    return process
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        sys.exit("the product did not start")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(40)

    def import_course(self, files: dict[str, bytes] | None = None, manifest: str = MANIFEST) -> str:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("imsmanifest.xml", manifest)
            package.writestr("index.html", "<!doctype html><title>Lesson</title>")
            for name, data in (files or {}).items():
                package.writestr(name, data)
        answer = self.client.post(
            "/api/v1/packages",
            headers={"X-API-Key": API_KEY},
            files={"file": ("course.zip", archive.getvalue(), "application/zip")},
            data={"uploaded_by": "benchmark"},
        )
        return str(answer.raise_for_status().json()["package_id"])

    def launch(self, package_id: str, user_id: str) -> tuple[str, str]:
        answer = self.client.post(
            f"/api/v1/packages/{package_id}/launch",
            headers={"X-API-Key": API_KEY},
            json={"user_id": user_id},
        )
        launched = answer.raise_for_status().json()
        return launched["session_id"], launched["launch_token"]

    def learner(self, package_id: str, user_id: str) -> Learner:
        session_id, token = self.launch(package_id, user_id)
        shell = {"host": f"play.lectern.localhost:{self.port}"}
        opened = self.client.post(
            f"/player/{session_id}/launches", headers=shell, json={"token": token, "ancestors": []}
        )
        player = opened.raise_for_status().json()
        step = self.client.post(
            f"/player/launches/{player['launch']['id']}/deliveries",
            headers=shell | {"authorization": f"Bearer {player['launch']['handle']}"},
            json={"request": "start"},
        )
        delivery = step.raise_for_status().json()["delivery"]
        base = urlsplit(str(player["content"]["base"]))
        return Learner(
            session_id,
            player["launch"]["id"],
            delivery["capability"],
            base.netloc,
            f"{base.path}__rt/commit",
        )


def patch_text() -> str:
    """About two kilobytes, as a lesson with a few answered questions sends them."""
    patch = {
        "cmi.core.lesson_location": "chapter-3/page-12",
        "cmi.core.lesson_status": "incomplete",
        "cmi.core.score.raw": "70",
        "cmi.core.session_time": "00:12:30.00",
        "cmi.suspend_data": "v1|" + "page:done;score:7;" * 70,
    }
    for row in range(4):
        patch[f"cmi.interactions.{row}.id"] = f"question-{row}"
        patch[f"cmi.interactions.{row}.type"] = "choice"
        patch[f"cmi.interactions.{row}.student_response"] = "b"
        patch[f"cmi.interactions.{row}.result"] = "correct"
    return json.dumps(patch, separators=(",", ":"))
