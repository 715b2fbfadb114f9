#!/usr/bin/env bash
# Fetch the ZIP of a package back. Env: API_URL, API_KEY. usage: download.sh package-id target.zip
set -euo pipefail

curl -fsS -o "$2" -H "X-API-Key: $API_KEY" "$API_URL/api/v1/packages/$1/download"
[[ "$(head -c 2 "$2")" == PK ]]
