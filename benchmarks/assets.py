"""A 20 kB script from the package, against Quart's file sending and two ways of nginx."""

import argparse
import gzip
import random
import sys
import zipfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks import nginx, rig, servers
from benchmarks.rig import Target

_FILES = 100
_SIZE = 20_000
_CONNECTIONS = 32

_SCRIPT = """\
local requests = {{}}
function init(args)
  local headers = {{ ["Host"] = "{host}", ["Accept-Encoding"] = "{accept}" }}
  for i = 0, {count} - 1 do
    requests[i] = wrk.format("GET", "{prefix}" .. i .. ".js", headers)
  end
end
local n = 0
function request()
  n = (n + 1) % {count}
  return requests[n]
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d\\n", summary.requests, summary.bytes,
    summary.duration, e.status + e.connect + e.read + e.write + e.timeout))
end
"""


def script_text(number: int) -> bytes:
    """Looks like code and deflates like code: to about a fifth."""
    chosen = random.Random(number)  # noqa: S311 - reproducible data, not a secret
    words = [f"{chosen.choice('abcdefgh')}{chosen.randrange(400)}" for _ in range(400)]
    lines: list[str] = []
    length = 0
    while length < _SIZE:
        a, b, c = chosen.choices(words, k=3)
        lines.append(f"  if (course.{a} !== undefined) {{ course.{b} = update({c}, {length}); }}\n")
        length += len(lines[-1])
    return "".join(lines).encode()[:_SIZE]


def make_files(folder: Path) -> None:
    files = folder / "files"
    files.mkdir()
    with zipfile.ZipFile(folder / servers.KEY, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(_FILES):
            data = script_text(number)
            (files / f"{number}.js").write_bytes(data)
            (files / f"{number}.js.gz").write_bytes(gzip.compress(data, 6))
            package.writestr(f"{number}.js", data)


def wrk_script(folder: Path, name: str, prefix: str, accept: str) -> Path:
    path = folder / f"{name}.lua"
    text = _SCRIPT.format(host=servers.HOST, prefix=prefix, accept=accept, count=_FILES)
    path.write_text(text)
    return path


def all_targets(folder: Path, stack: ExitStack) -> list[Target]:
    course = wrk_script(folder, "course", f"/~{servers.CT}/", "gzip")
    plain = wrk_script(folder, "plain", "/", "identity")
    zipped = wrk_script(folder, "zipped", "/", "gzip")

    def ours(kind: str, engine: str) -> tuple[rig.Process, str]:
        port = rig.free_port()
        command = [sys.executable, "-m", "benchmarks.servers", kind, engine, str(folder), str(port)]
        return rig.start(stack, command, port), f"http://127.0.0.1:{port}"

    def web(name: str, how: str) -> tuple[rig.Process, str]:
        return nginx.start(stack, folder / name, folder / "files", how)

    return [
        Target("ZIP pass-through, granian", *ours("content", "granian"), course),
        Target("ZIP pass-through, uvicorn", *ours("content", "uvicorn"), course),
        Target("Quart send_from_directory, granian", *ours("quart", "granian"), plain),
        Target("nginx, gzip on the fly", *web("fly", "gzip on;"), zipped),
        Target("nginx, ready .gz files", *web("ready", "gzip_static on;"), zipped),
    ]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=2, help="per measurement")
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()

    rig.need("nginx", "wrk")
    with rig.workplace() as (folder, stack):
        make_files(folder)
        targets = all_targets(folder, stack)
        rig.compare(targets, lambda one: rig.wrk(one, given.seconds, _CONNECTIONS), given.rounds)
    print("targets: 10x Quart, 3x nginx on the fly, 0.3x nginx with ready files")


if __name__ == "__main__":
    main()
