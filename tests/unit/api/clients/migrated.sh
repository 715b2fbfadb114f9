#!/usr/bin/env bash
# A client that came from another service: launch, read the result, ask for events.
# Env: API_URL, API_KEY, TENANT_ID, HOOK_URL. usage: migrated.sh package-id
set -euo pipefail

call() { # method, path, JSON body
  curl -fsS -X "$1" "$API_URL$2" -H "X-API-Key: $API_KEY" \
    ${3:+-H 'Content-Type: application/json' -d "$3"}
}

launch="$(call POST "/api/v1/packages/$1/launch" '{"user_id": "user-123"}')"
session_id="$(jq -er '.session_id' <<<"$launch")"
launch_url="$(jq -er '.launch_url' <<<"$launch")"

session="$(call GET "/api/v1/sessions/$session_id")"
jq -e 'has("cmi_data") and has("completion_status")' <<<"$session" >/dev/null

webhook="$(call POST /api/v1/webhooks "$(jq -n --arg tenant "$TENANT_ID" --arg url "$HOOK_URL" \
  '{tenant_id: $tenant, url: $url, secret: "your-webhook-secret",
    event_type: "package.processing.completed"}')")"

jq -n --argjson webhook "$webhook" --arg session "$session_id" --arg launch_url "$launch_url" \
  '{session_id: $session, launch_url: $launch_url, webhook: $webhook}'
