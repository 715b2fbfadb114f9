"""The OpenAPI document as a Postman collection, ready to import."""

import json
from typing import Any

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
BASE = "{{base_url}}"
KEY = "{{api_key}}"


def collection(document: dict[str, Any]) -> dict[str, Any]:
    """One folder per tag; address and key are variables of the collection."""
    folders: dict[str, list[dict[str, Any]]] = {}
    for path, operations in document["paths"].items():
        for method, told in operations.items():
            folders.setdefault(told["tags"][0], []).append(_request(method, path, told))
    about = {tag["name"]: tag["description"] for tag in document["tags"]}
    return {
        "info": {
            "name": document["info"]["title"],
            "description": document["info"]["description"],
            "schema": SCHEMA,
        },
        "auth": AUTH,
        "variable": [
            _pair("base_url", document["servers"][0]["url"]),
            _pair("api_key", ""),
        ],
        "item": [
            {"name": name, "description": about[name], "auth": AUTH, "item": requests}
            for name, requests in folders.items()
        ],
    }


def _request(method: str, path: str, told: dict[str, Any]) -> dict[str, Any]:
    request: dict[str, Any] = {
        "method": method.upper(),
        "description": told["description"],
        "header": [],
        "url": _address(path, told["parameters"]),
    }
    if not told["security"]:
        request["auth"] = {"type": "noauth"}
    content = told.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        request["header"] = [_pair("Content-Type", "application/json")]
        example = json.dumps(content["application/json"]["example"], indent=2)
        request["body"] = {"mode": "raw", "raw": example}
    elif content:
        fields = content["multipart/form-data"]["example"]
        request["body"] = {"mode": "formdata", "formdata": [_field(*one) for one in fields.items()]}
    return {"name": told["summary"], "request": request}


def _address(path: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    segments = path.strip("/").replace("{", ":").replace("}", "").split("/")
    query = [one for one in parameters if one["in"] == "query"]
    return {
        "raw": f"{BASE}/{'/'.join(segments)}",
        "host": [BASE],
        "path": segments,
        "variable": [
            {**_pair(one["name"], str(one["example"])), "description": one["description"]}
            for one in parameters
            if one["in"] == "path"
        ],
        "query": [
            {
                **_pair(one["name"], _text(one["schema"].get("examples", [""])[0])),
                "description": one["description"],
                "disabled": True,
            }
            for one in query
        ],
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _field(name: str, example: Any) -> dict[str, Any]:
    if name == "file":
        return {"key": name, "type": "file", "src": []}
    return {"key": name, "type": "text", "value": _text(example)}


def _pair(key: str, value: str) -> dict[str, str]:
    return {"key": key, "value": value}


AUTH = {
    "type": "apikey",
    "apikey": [_pair("key", "X-API-Key"), _pair("value", KEY), _pair("in", "header")],
}
