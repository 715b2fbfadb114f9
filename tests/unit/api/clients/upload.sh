#!/usr/bin/env bash
# Upload one package the way a server-side migration script does: mint a link, PUT, process.
# usage: API_URL=... API_KEY=... TENANT_ID=... upload.sh course.zip
set -euo pipefail

file="$1"
name="$(basename "$file")"
size="$(stat -c %s "$file")"

call() { # path, JSON body
  local answer status
  answer="$(curl -sS -w $'\n%{http_code}' -X POST "$API_URL$1" \
    -H "Authorization: Bearer $API_KEY" -H 'Content-Type: application/json' -d "$2")"
  status="${answer##*$'\n'}"
  if ((status < 200 || status > 299)); then
    echo "$1 answered $status: ${answer%$'\n'*}" >&2
    return 1
  fi
  printf '%s' "${answer%$'\n'*}"
}

ticket="$(call /api/v1/packages/upload-url "$(jq -n \
  --arg tenant "$TENANT_ID" --arg name "$name" --argjson size "$size" \
  '{tenant_id: $tenant, uploaded_by: "migration-script", filename: $name, file_size: $size}')")"

url="$(jq -r '.presigned_url' <<<"$ticket")"
path="$(jq -r '.storage_path' <<<"$ticket")"
[[ -n "$url" && "$url" != null && -n "$path" && "$path" != null ]]

headers=()
while IFS=$'\t' read -r key value; do
  [[ -n "$key" ]] && headers+=(-H "$key: $value")
done < <(jq -r '.required_put_headers | to_entries[] | [.key, .value] | @tsv' <<<"$ticket")

status="$(curl -sS -o /dev/null -w '%{http_code}' -X PUT "${headers[@]}" --data-binary "@$file" "$url")"
((status >= 200 && status <= 299))

call /api/v1/packages/process "$(jq -n \
  --arg tenant "$TENANT_ID" --arg path "$path" --arg name "$name" \
  '{tenant_id: $tenant, uploaded_by: "migration-script", storage_path: $path,
    original_filename: $name}')"
