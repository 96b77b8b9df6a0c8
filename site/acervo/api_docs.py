"""A page that tells people what the API offers, drawn from its OpenAPI document; no script of anybody else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from acervo.api import api


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix="")
    operations = [
        _operation(schema, method, path, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    context = {"info": schema["info"], "operations": operations}
    return render(request, "api_docs.html", context)


def _operation(schema: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "parameters": [
            {
                "name": parameter["name"],
                "description": parameter["schema"].get("description", parameter.get("description", "")),
                "type": _type(parameter["schema"]),
                "values": parameter["schema"].get("enum", []),
            }
            for parameter in operation.get("parameters", [])
        ],
        "responses": [
            {"status": status, "fields": _fields(schema, _body(response))}
            for status, response in operation.get("responses", {}).items()
        ],
    }


def _body(response: dict[str, Any]) -> dict[str, Any]:
    return response.get("content", {}).get("application/json", {}).get("schema", {})


def _fields(schema: dict[str, Any], part: dict[str, Any], name: str = "", depth: int = 0) -> list[dict[str, Any]]:
    """Every field of an answer by its full name, such as `results[].pages[].snippet`."""
    if depth > 8:
        return []
    if "$ref" in part:
        part = schema["components"]["schemas"][part["$ref"].rpartition("/")[2]]
    found: list[dict[str, Any]] = []
    for key, field in part.get("properties", {}).items():
        full = f"{name}.{key}" if name else key
        found.append({"name": full, "type": _type(field), "description": field.get("description", "")})
        inner = _filled_form(field)
        while "items" in inner or isinstance(inner.get("additionalProperties"), dict):
            full += "[]" if "items" in inner else ".*"
            inner = _filled_form(inner["items"] if "items" in inner else inner["additionalProperties"])
        if inner is not field or "$ref" in inner:
            found += _fields(schema, inner, full, depth + 1)
    return found


def _filled_form(part: dict[str, Any]) -> dict[str, Any]:
    """Of «something or null», the something."""
    return next((form for form in part.get("anyOf", []) if form.get("type") != "null"), part)


def _type(part: dict[str, Any]) -> str:
    if "anyOf" in part and "type" not in part:
        return " | ".join(sorted({_type(option) for option in part["anyOf"]} - {"null"}))
    if part.get("type") == "array":
        return f"{_type(part.get('items', {}))}[]"
    return str(part.get("format") or part.get("type") or "object")
