"""The JavaScript client's generated half: its types, and one method per operation."""

import json
import re
from collections.abc import Iterable
from typing import Any, cast

from clients.generator.reading import REFERENCE, Operation, Parameter

GENERATED = "Generated from the OpenAPI document by `make clients`; change that instead."
SIMPLE = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}
OPERATIONS_HEAD = f"""/**
 * One method per operation of the API. {GENERATED}
 */
import {{ Transport }} from "./transport.js";

const at = encodeURIComponent;

/** Names and words are those of the API's reference. */
export class Operations extends Transport {{
"""
TYPES = 'import("./types.js").'
_WORD = re.compile(r"_(\w)")


def types_module(schemas: dict[str, dict[str, Any]]) -> str:
    head = f"/** The structures of the API. {GENERATED} */\n\n"
    return head + "\n\n".join(_type(name, shape) for name, shape in schemas.items()) + "\n"


def operations_module(operations: Iterable[Operation]) -> str:
    return OPERATIONS_HEAD + "\n".join(_method(one) for one in operations) + "}\n"


def expression(shape: dict[str, Any], prefix: str = "") -> str:
    """The type of a value, in TypeScript's words."""
    if "$ref" in shape:
        return prefix + shape["$ref"].removeprefix(REFERENCE)
    if "anyOf" in shape and "type" not in shape:
        return " | ".join(dict.fromkeys(expression(each, prefix) for each in shape["anyOf"]))
    if "enum" in shape:
        return " | ".join(json.dumps(value) for value in shape["enum"])
    return _plain_expression(shape, prefix)


def _plain_expression(shape: dict[str, Any], prefix: str) -> str:
    match shape.get("type"):
        case "array":
            return f"Array<{expression(shape.get('items', {}), prefix)}>"
        case "object":
            return f"Record<string, {expression(_values(shape), prefix)}>"
        case str(kind):
            return SIMPLE[kind]
        case _:
            return "unknown"


def _values(shape: dict[str, Any]) -> dict[str, Any]:
    values = shape.get("additionalProperties")
    return cast(dict[str, Any], values) if isinstance(values, dict) else {}


def _type(name: str, shape: dict[str, Any]) -> str:
    about = f"/** {_plain(shape.get('description', name))} */\n"
    if "properties" not in shape:
        return f"{about}export type {name} = {expression(shape)};"
    required = set(shape.get("required", ()))
    fields = [
        f"  {json.dumps(field)}{'' if field in required else '?'}: {expression(told)};"
        for field, told in shape["properties"].items()
    ]
    return "\n".join([f"{about}export interface {name} {{", *fields, "}"])


def _method(one: Operation) -> str:
    names = [_camel(name) for name in one.in_path]
    documented = [f"@param {{string}} {name}" for name in names]
    if one.body:
        names.append("body")
        documented.append(f"@param {{{TYPES}{one.body}}} body")
    if one.form:
        names += ["file", "filename", "fields = {}"]
        documented += ["@param {Blob} file", "@param {string} filename"]
        documented.append("@param {Record<string, string>} [fields]")
    if one.query:
        names.append("query = {}")
        documented.append(f"@param {{{{ {_query(one.query)} }}}} [query]")
    documented.append(f"@returns {{Promise<{_result(one)}>}}")
    text = "\n\n".join(filter(None, [one.summary, one.description])).split("\n")
    comment = "\n".join(f"   * {line}".rstrip() for line in [*map(_plain, text), "", *documented])
    head = f"  {_camel(one.name)}({', '.join(names)}) {{"
    return f"  /**\n{comment}\n   */\n{head}\n    return {_call(one)};\n  }}\n"


def _call(one: Operation) -> str:
    address = one.path
    for name in one.in_path:
        address = address.replace(f"{{{name}}}", f"${{at({_camel(name)})}}")
    fixed = ", ".join(f'{name}: "{value}"' for name, value in one.fixed)
    query = f"query: {{ ...query, {fixed} }}" if fixed else "query"
    given = [name for name, used in ((query, one.query), ("body", one.body)) if used]
    given += ["file", "filename", "fields"] if one.form else []
    options = f", {{ {', '.join(given)} }}" if given else ""
    how = "sendForm" if one.form else "download" if one.gives_file else "call"
    return f'this.{how}("{one.method}", `{address}`{options})'


def _query(parameters: Iterable[Parameter]) -> str:
    return ", ".join(f'"{p.name}"?: {expression(p.schema, TYPES)}' for p in parameters)


def _result(one: Operation) -> str:
    return "Response" if one.gives_file else f"{TYPES}{one.answer}"


def _camel(name: str) -> str:
    return _WORD.sub(lambda found: found[1].upper(), name)


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("*/", "*\\/")
