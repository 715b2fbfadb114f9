"""8 MiB ranges of a 50 MB film inside the package, against nginx with the extracted file."""

import argparse
import os
import sys
import zipfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks import nginx, rig, servers
from benchmarks.rig import Target

_FILM = 50_000_000
_RANGE = 8 * 1024 * 1024
_CONNECTIONS = 4

_SCRIPT = """\
local requests = {{}}
function init(args)
  for i = 0, 4 do
    local first = i * {length}
    requests[i] = wrk.format("GET", "{path}", {{
      ["Host"] = "{host}", ["Accept-Encoding"] = "identity",
      ["Range"] = "bytes=" .. first .. "-" .. (first + {length} - 1) }})
  end
end
local n = 0
function request()
  n = (n + 1) % 5
  return requests[n]
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d\\n", summary.requests, summary.bytes,
    summary.duration, e.status + e.connect + e.read + e.write + e.timeout))
end
"""


def make_files(folder: Path) -> None:
    files = folder / "files"
    files.mkdir()
    film = os.urandom(_FILM)
    (files / "film.mp4").write_bytes(film)
    with zipfile.ZipFile(folder / servers.KEY, "w", zipfile.ZIP_STORED) as package:
        package.writestr("film.mp4", film)


def wrk_script(folder: Path, name: str, path: str) -> Path:
    script = folder / f"{name}.lua"
    script.write_text(_SCRIPT.format(host=servers.HOST, path=path, length=_RANGE))
    return script


def all_targets(folder: Path, stack: ExitStack) -> list[Target]:
    def ours(engine: str) -> tuple[rig.Process, str]:
        port = rig.free_port()
        command = [sys.executable, "-m", "benchmarks.servers", "content", engine]
        started = rig.start(stack, [*command, str(folder), str(port)], port)
        return started, f"http://127.0.0.1:{port}"

    course = wrk_script(folder, "course", f"/~{servers.CT}/film.mp4")
    plain = wrk_script(folder, "plain", "/film.mp4")
    web = nginx.start(stack, folder / "web", folder / "files", "")
    return [
        Target("ZIP ranges, granian", *ours("granian"), course),
        Target("ZIP ranges, uvicorn", *ours("uvicorn"), course),
        Target("nginx, extracted file", *web, plain),
    ]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=3, help="per measurement")
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()

    rig.need("nginx", "wrk")
    with rig.workplace() as (folder, stack):
        make_files(folder)
        targets = all_targets(folder, stack)
        rig.compare(targets, lambda one: rig.wrk(one, given.seconds, _CONNECTIONS), given.rounds)
    print("target: 0.6x nginx")


if __name__ == "__main__":
    main()
