"""The Python client's generated half: one typed dictionary per schema, one method per operation."""

import json
import keyword
import textwrap
from collections.abc import Iterable
from typing import Any, cast

from clients.generator.reading import REFERENCE, Operation

GENERATED = "Generated from the OpenAPI document by `make clients`; change that instead."
SIMPLE = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
TYPES_HEAD = f'''"""The structures of the API.

{GENERATED}
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict
'''
OPERATIONS_HEAD = f'''"""One method per operation of the API.

{GENERATED}
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import BinaryIO, Literal

from lectern_client import types
from lectern_client.transport import Download, Transport


class Operations(Transport):
    """Names and words are those of the API's reference."""
'''
WIDTH = 96


def types_module(schemas: dict[str, dict[str, Any]]) -> str:
    return "\n\n".join([TYPES_HEAD, *(_type(name, shape) for name, shape in schemas.items())])


def operations_module(operations: Iterable[Operation]) -> str:
    return "\n".join([OPERATIONS_HEAD, *(_method(one) for one in operations)])


def expression(shape: dict[str, Any], prefix: str = "") -> str:
    """The type of a value, as an annotation."""
    if "$ref" in shape:
        return prefix + shape["$ref"].removeprefix(REFERENCE)
    if "anyOf" in shape and "type" not in shape:
        return " | ".join(dict.fromkeys(expression(each, prefix) for each in shape["anyOf"]))
    if "enum" in shape:
        return f"Literal[{', '.join(json.dumps(value) for value in shape['enum'])}]"
    return _plain_expression(shape, prefix)


def _plain_expression(shape: dict[str, Any], prefix: str) -> str:
    match shape.get("type"):
        case "array":
            return f"list[{expression(shape.get('items', {}), prefix)}]"
        case "object":
            return f"dict[str, {expression(_values(shape), prefix)}]"
        case str(kind):
            return SIMPLE[kind]
        case _:
            return "Any"


def _values(shape: dict[str, Any]) -> dict[str, Any]:
    values = shape.get("additionalProperties")
    return cast(dict[str, Any], values) if isinstance(values, dict) else {}


def _type(name: str, shape: dict[str, Any]) -> str:
    if "properties" not in shape:
        return f"{name} = {expression(shape)}"
    required = set(shape.get("required", ()))
    fields = {
        field: expression(told) if field in required else f"NotRequired[{expression(told)}]"
        for field, told in shape["properties"].items()
    }
    if any(keyword.iskeyword(field) for field in fields):
        pairs = ", ".join(f'"{field}": {told}' for field, told in fields.items())
        return f'{name} = TypedDict("{name}", {{{pairs}}})'
    lines = [f"class {name}(TypedDict):", _docstring(shape.get("description", name), "    ")]
    lines += [f"    {field}: {told}" for field, told in fields.items()]
    return "\n".join([*lines[:2], "", *lines[2:]])


def _method(one: Operation) -> str:
    lines = [f"    def {one.name}(", "        self,"]
    lines += [f"        {name}: str," for name in one.in_path]
    if one.body:
        lines.append(f"        body: types.{one.body},")
    if one.form:
        lines += ["        file: BinaryIO,", "        filename: str,"]
        lines += ["        fields: Mapping[str, str] | None = None,"]
    if one.query:
        lines.append("        *,")
    lines += [
        f"        {_argument(p.name)}: {_optional(expression(p.schema, 'types.'))} = None,"
        for p in one.query
    ]
    lines.append(f"    ) -> {_result(one)}:")
    lines.append(_docstring("\n\n".join(filter(None, [one.summary, one.description])), " " * 8))
    lines.append(f"        return self.{_how(one)}({', '.join(_given(one))})")
    return "\n".join([*lines, ""])


def _given(one: Operation) -> list[str]:
    given = [f'"{one.method}"', f'"{one.path}"']
    given.append("{" + ", ".join(f'"{name}": {name}' for name in one.in_path) + "}")
    pairs = [f'"{p.name}": {_argument(p.name)}' for p in one.query]
    pairs += [f'"{name}": "{value}"' for name, value in one.fixed]
    if pairs:
        given.append(f"query={{{', '.join(pairs)}}}")
    if one.body:
        given.append("body=body")
    if one.form:
        given.append("file=file, filename=filename, fields=fields")
    return given


def _how(one: Operation) -> str:
    if one.form:
        return "send_form"
    return "download" if one.gives_file else "call"


def _result(one: Operation) -> str:
    return "AbstractContextManager[Download]" if one.gives_file else f"types.{one.answer}"


def _argument(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


def _optional(annotation: str) -> str:
    return annotation if annotation.endswith("None") else f"{annotation} | None"


def _docstring(text: str, indent: str) -> str:
    paragraphs = [_filled(each, indent) for each in text.split("\n\n")]
    body = "\n\n".join(paragraphs).strip().replace("\\", "\\\\")
    closing = f'\n{indent}"""' if len(paragraphs) > 1 else '"""'
    return f'{indent}"""{body}{closing}'


def _filled(text: str, indent: str) -> str:
    plain = " ".join(text.split())
    return textwrap.fill(plain, WIDTH, initial_indent=indent, subsequent_indent=indent)
