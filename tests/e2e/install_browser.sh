#!/usr/bin/env bash
# A Chromium for the browser tests: the system's own, else Playwright's, else the distribution's.
set -euo pipefail

found() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

if found >/dev/null; then
  exit 0
fi
echo "Installing Chromium for the browser tests …"
if .venv/bin/playwright install chromium; then
  exit 0
fi
if command -v apt-get >/dev/null; then
  sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo"
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq chromium
fi
found >/dev/null || { echo "No Chromium could be installed; install one and try again." >&2; exit 1; }
