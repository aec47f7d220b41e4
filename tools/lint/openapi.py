#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""openapi.py DOCUMENT: what is wrong with an OpenAPI 3.1 document, as far as this can be told offline.

Members that the specification requires, and no others but x-…; every schema is one of JSON Schema 2020-12;
references lead somewhere, and nothing is there that nobody refers to; parameters in braces and the list of
parameters agree; names of operations are unique; security refers to a scheme."""
import json
import re
import sys

import jsonschema

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
TEXT = {"type": "string", "minLength": 1}
NAMED = {"type": "object", "propertyNames": {"pattern": "^[a-zA-Z0-9._-]+$"}}
REFERENCE = {"type": "object", "required": ["$ref"], "properties": {"$ref": {"pattern": "^#/components/"}}}


def closed(required, optional=None):
    """An object with these members, x-… and no others."""
    return {"type": "object", "required": list(required), "properties": {**required, **(optional or {})},
            "patternProperties": {"^x-": {}}, "additionalProperties": False}


MEDIA = closed({}, {"schema": {"type": "object"}})
CONTENT = {"type": "object", "propertyNames": {"pattern": "^[a-z]+/[a-z0-9.+-]+(; .*)?$"},
           "additionalProperties": MEDIA}
RESPONSE = {"anyOf": [REFERENCE, closed({"description": TEXT}, {"content": CONTENT, "headers": NAMED})]}
PARAMETER = closed({"name": TEXT, "in": {"enum": ["query", "header", "path", "cookie"]},
                    "schema": {"type": "object"}}, {"required": {"type": "boolean"}, "description": TEXT})
SECURITY = {"type": "array", "items": {"type": "object", "additionalProperties": {"type": "array"}}}
OPERATION = closed(
    {"operationId": TEXT, "summary": TEXT, "x-access-class": TEXT, "security": SECURITY,
     "responses": {"type": "object", "minProperties": 1, "propertyNames": {"pattern": "^[1-5][0-9][0-9]$"},
                   "additionalProperties": RESPONSE}},
    {"parameters": {"type": "array", "items": PARAMETER},
     "requestBody": closed({"content": CONTENT}, {"required": {"type": "boolean"}})})
DOCUMENT = closed(
    {"openapi": {"pattern": r"^3\.1\.\d+$"},
     "info": closed({"title": TEXT, "version": TEXT}, {"description": TEXT}),
     "paths": {"type": "object", "propertyNames": {"pattern": "^/"},
               "additionalProperties": closed({}, {method: OPERATION for method in METHODS})},
     "components": closed({"schemas": NAMED, "securitySchemes": NAMED},
                          {"responses": {**NAMED, "additionalProperties": RESPONSE}})},
    {"servers": {"type": "array", "items": closed({"url": TEXT})}})


def references(value):
    """Every reference below a value."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for member in value.values():
            yield from references(member)
    elif isinstance(value, list):
        for member in value:
            yield from references(member)


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", path, operation


def wrong_references(document):
    used = set(references(document))
    for name in sorted(used):
        target = document
        for step in name[2:].split("/"):
            target = target.get(step, {}) if isinstance(target, dict) else {}
        if not target:
            yield f"{name}: leads nowhere"
    for kind in ("schemas", "responses"):
        for name in document["components"].get(kind, {}):
            if f"#/components/{kind}/{name}" not in used:
                yield f"{kind}/{name}: nobody refers to it"


def wrong_schemas(document):
    for name, schema in document["components"]["schemas"].items():
        try:
            jsonschema.Draft202012Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            yield f"schemas/{name}: {error.message}"


def wrong_operations(document):
    names = set()
    schemes = document["components"]["securitySchemes"]
    for where, path, operation in operations(document):
        if operation["operationId"] in names:
            yield f"{where}: operationId {operation['operationId']} is another's"
        names.add(operation["operationId"])
        wanted = set(re.findall(r"{(\w+)}", path))
        told = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
        if wanted != told:
            yield f"{where}: the path has {sorted(wanted)}, the parameters {sorted(told)}"
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path" and not parameter.get("required"):
                yield f"{where}: {parameter['name']} must be required"
        for scheme in (name for way in operation["security"] for name in way):
            if scheme not in schemes:
                yield f"{where}: there is no security scheme {scheme}"
        if (operation["x-access-class"] == "pre-auth") != (not operation["security"]):
            yield f"{where}: pre-auth and security do not agree"


def findings(document):
    wrong = [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
             for error in jsonschema.Draft202012Validator(DOCUMENT).iter_errors(document)]
    if not wrong:
        for look in (wrong_references, wrong_schemas, wrong_operations):
            wrong += look(document)
    return wrong


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        wrong = findings(json.load(file))
    for finding in wrong:
        print(f"{sys.argv[1]}: {finding}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
