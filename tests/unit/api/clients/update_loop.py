"""Writes to a session with its version; reads again and retries when somebody was faster.

Env: API_URL, API_KEY. usage: update_loop.py session-id element value
"""

import os
import sys
import time

import httpx

session_id, element, value = sys.argv[1:]
api = httpx.Client(
    base_url=f"{os.environ['API_URL']}/api/v1", headers={"X-API-Key": os.environ["API_KEY"]}
)

for attempt in range(20):
    session = api.get(f"/sessions/{session_id}").raise_for_status().json()
    change = {"cmi_data": {element: value}, "version": session["version"]}
    answer = api.put(f"/sessions/{session_id}", json=change)
    if answer.status_code != 409:
        sys.stdout.write(f"{answer.raise_for_status().json()['version']}\n")
        break
    time.sleep(0.02 * attempt)
else:
    sys.exit("somebody was faster twenty times")
