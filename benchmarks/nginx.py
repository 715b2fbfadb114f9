"""nginx as the measure of what the machine can do: one worker, nothing logged."""

from contextlib import ExitStack
from pathlib import Path
from subprocess import Popen

from benchmarks import rig

_CONF = """\
daemon off; worker_processes 1; pid {home}/nginx.pid; error_log {home}/error.log crit; user root;
events {{ worker_connections 256; }}
http {{
  include /etc/nginx/mime.types; access_log off; sendfile on; tcp_nopush on; tcp_nodelay on;
  keepalive_requests 100000000; open_file_cache max=1000;
  client_body_temp_path {home}/t1; proxy_temp_path {home}/t2; fastcgi_temp_path {home}/t3;
  uwsgi_temp_path {home}/t4; scgi_temp_path {home}/t5;
  gzip_types text/css application/javascript text/javascript; gzip_comp_level 6;
  server {{ listen 127.0.0.1:{port}; root {root}; {how} }}
}}
"""


def start(stack: ExitStack, home: Path, root: Path, how: str) -> tuple[Popen[bytes], str]:
    """A server for the files below ``root``; ``how`` is nginx's word for compression."""
    port = rig.free_port()
    home.mkdir()
    (home / "nginx.conf").write_text(_CONF.format(home=home, port=port, root=root, how=how))
    command = ["nginx", "-c", str(home / "nginx.conf"), "-e", str(home / "error.log")]
    return rig.start(stack, command, port), f"http://127.0.0.1:{port}"
