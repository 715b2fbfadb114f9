"""A real S3 server for tests: Ceph's gateway over an object store in memory."""

import json
import shutil
import socket
import subprocess
import time
import uuid
from pathlib import Path
from typing import Any

from aiobotocore.session import AioSession

PROGRAMS = ["ceph", "ceph-authtool", "ceph-mon", "ceph-osd", "monmaptool", "radosgw"]
ACCESS_KEY = "lectern-tests"
SECRET_KEY = "lectern-tests-secret"

_CONF = """\
[global]
fsid = {fsid}
mon_host = {mons}
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
public_network = 127.0.0.0/8
run_dir = {home}
log_file = {home}/$name.log
pid_file = {home}/$name.pid
admin_socket = {home}/$name.asok
keyring = {home}/admin.keyring
[mon.a]
mon_data = {home}/mon
[osd]
osd_objectstore = memstore
memstore_device_bytes = 2147483648
osd_data = {home}/osd
keyring = {home}/osd/keyring
[client.rgw]
rgw_frontends = beast endpoint=127.0.0.1:{port} tcp_nodelay=1
rgw_data = {home}/rgw
keyring = {home}/admin.keyring
"""


def missing_programs() -> list[str]:
    return [name for name in PROGRAMS if shutil.which(name) is None]


class RadosGateway:
    """Starts in a folder of its own on free ports; about ten seconds from nothing."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._running: list[subprocess.Popen[bytes]] = []
        self._fsid = str(uuid.uuid4())
        port, v2, v1 = _free_ports(3)
        self._mons = f"[v2:127.0.0.1:{v2},v1:127.0.0.1:{v1}]"
        self.endpoint = f"http://127.0.0.1:{port}"

    def start(self) -> None:
        for name in ["mon", "osd", "rgw"]:
            (self._home / name).mkdir(parents=True)
        conf = _CONF.format(
            fsid=self._fsid, mons=self._mons, home=self._home, port=self.endpoint.split(":")[-1]
        )
        (self._home / "ceph.conf").write_text(conf)
        self._start_monitor()
        self._start_disk()
        self._daemon("radosgw", "-n", "client.rgw")
        self._add_user()
        self._await_answer()

    def stop(self) -> None:
        for process in reversed(self._running):
            process.kill()
        for process in self._running:
            process.wait()

    def _start_monitor(self) -> None:
        ring = str(self._home / "admin.keyring")
        everything = ["--cap", "mon", "allow *", "--cap", "osd", "allow *"]
        _run("ceph-authtool", "--create-keyring", ring, "--gen-key", "-n", "mon.", *everything[:3])
        for name in ["client.admin", "client.rgw"]:
            _run("ceph-authtool", ring, "--gen-key", "-n", name, *everything)
        monmap = str(self._home / "monmap")
        _run("monmaptool", "--create", "--fsid", self._fsid, "--addv", "a", self._mons, monmap)
        self._run("ceph-mon", "-i", "a", "--mkfs", "--monmap", monmap, "--keyring", ring)
        self._daemon("ceph-mon", "-i", "a")

    def _start_disk(self) -> None:
        name = str(uuid.uuid4())
        secret = _run("ceph-authtool", "--gen-print-key").strip()
        self._run("ceph", "osd", "new", name, "-i", "-", given=json.dumps({"cephx_secret": secret}))
        ring = str(self._home / "osd" / "keyring")
        _run("ceph-authtool", "--create-keyring", ring, "-n", "osd.0", "--add-key", secret)
        self._run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", name)
        self._daemon("ceph-osd", "-i", "0")

    def _add_user(self) -> None:
        keys = ["--access-key", ACCESS_KEY, "--secret-key", SECRET_KEY]
        who = ["--uid", "tests", "--display-name", "tests"]
        self._run("radosgw-admin", "-n", "client.rgw", "user", "create", *who, *keys)

    def _await_answer(self) -> None:
        host, port = self.endpoint.removeprefix("http://").split(":")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                socket.create_connection((host, int(port)), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise TimeoutError("the S3 server did not begin to answer")

    def _run(self, program: str, *arguments: str, given: str = "") -> str:
        return _run(program, "-c", str(self._home / "ceph.conf"), *arguments, given=given)

    def _daemon(self, program: str, *arguments: str) -> None:
        command = [program, "-c", str(self._home / "ceph.conf"), "-f", *arguments]
        log = (self._home / f"{program}.out").open("wb")
        with log:
            self._running.append(subprocess.Popen(command, stdout=log, stderr=log))


async def make_bucket(endpoint: str, name: str) -> None:
    """Takes the credentials from the usual environment variables."""
    session: Any = AioSession()
    making = session.create_client("s3", region_name="us-east-1", endpoint_url=endpoint)
    async with making as client:
        await client.create_bucket(Bucket=name)


def _run(program: str, *arguments: str, given: str = "") -> str:
    done = subprocess.run(
        [program, *arguments], input=given, capture_output=True, text=True, timeout=60, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{program}: {done.stderr[-2000:]}")
    return done.stdout


def _free_ports(count: int) -> list[int]:
    held = [socket.socket() for _ in range(count)]
    try:
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in held]
    finally:
        for one in held:
            one.close()
