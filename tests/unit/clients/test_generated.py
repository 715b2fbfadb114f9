"""The clients say what the API is now, not what it was."""

from clients.generator import __main__ as generator
from clients.generator import javascript_text, python_text, reading


def test_the_generated_halves_are_current() -> None:
    assert generator.outdated() == []


def test_every_operation_of_the_document_is_a_method_of_both() -> None:
    document = generator.document()
    wanted = [one.name for one in reading.operations(document)]

    python = python_text.operations_module(reading.operations(document))
    javascript = javascript_text.operations_module(reading.operations(document))

    assert len(wanted) > 15
    assert [name for name in wanted if f"def {name}(" not in python] == []
    assert javascript.count("@returns {Promise<") == len(wanted)


def test_a_name_that_python_keeps_for_itself_gets_an_underscore() -> None:
    parameter = reading.Parameter("from", {"type": "string"}, "")
    one = reading.Operation("read", "GET", "/r", "Read.", "", (), (parameter,), "", "", "Answer")

    method = python_text.operations_module([one])

    assert "from_: str | None = None" in method
    assert 'query={"from": from_}' in method


def test_what_an_answer_always_holds_is_required_and_what_is_sent_is_not() -> None:
    shape = {"type": "object", "properties": {"done": {"type": "boolean", "default": True}}}
    document = {
        "paths": {"/api/v1/things": {"post": _operation("Order", "Receipt")}},
        "components": {"schemas": {"Order": shape, "Receipt": shape}},
    }

    types = python_text.types_module(reading.schemas(document))

    assert types.count("done: NotRequired[bool]") == 1
    assert types.count("done: bool") == 1


def _operation(body: str, answer: str) -> dict[str, object]:
    def content(name: str) -> dict[str, object]:
        return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}

    return {
        "operationId": "order",
        "summary": "Order.",
        "requestBody": {"content": content(body)},
        "responses": {"201": {"content": content(answer)}},
    }
