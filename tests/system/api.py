# SPDX-License-Identifier: BSD-3-Clause
"""A client of the API that knows nothing but the OpenAPI document: operations are called by their names, requests are built
from the document, and every answer is held against it."""
import contextlib
import http.client
import json
import ssl

import jsonschema

PATIENCE = 60  # seconds; the guest is slow


class Answer:
    """What came back."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    def json(self):
        return json.loads(self.body)

    def problem(self):
        """The last part of the type of a problem, or ''."""
        if self.headers.get("content-type", "").startswith("application/problem+json"):
            return self.json()["type"].rsplit("/", 1)[-1]
        return ""

    def __str__(self):
        return f"{self.status} {self.body[:300]!r}"


class Connection:
    """One host; a connection for each request, so that none depends on another."""

    def __init__(self, host, port=443):
        self.host, self.port = host, port
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.tls.check_hostname = False  # the unit's own certificate; 530-api looks at it
        self.tls.verify_mode = ssl.CERT_NONE

    def request(self, method, path, headers=None, body=None):
        connection = http.client.HTTPSConnection(self.host, self.port, timeout=PATIENCE, context=self.tls)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()

    @contextlib.contextmanager
    def stream(self, path, headers):
        """An answer that is read line by line, to where it is cut off."""
        connection = http.client.HTTPSConnection(self.host, self.port, timeout=PATIENCE, context=self.tls)
        try:
            connection.request("GET", path, headers=headers)
            yield connection.getresponse()
        finally:
            connection.close()


class Operation:
    """One operation of the document."""

    def __init__(self, method, path, told):
        self.method, self.path, self.told = method.upper(), path, told
        self.name = told["operationId"]
        self.access = told["x-access-class"]
        self.parameters = told.get("parameters", [])
        content = told.get("requestBody", {}).get("content", {})
        self.type = next(iter(content), None)
        self.schema = content.get(self.type, {}).get("schema")


class Api:
    """The operations of the document at /api/v1/openapi.json, which a session is needed to read."""

    def __init__(self, connection, token):
        self.connection = connection
        answer = connection.request("GET", "/api/v1/openapi.json", {"Authorization": f"Bearer {token}"})
        assert answer.status == 200, f"the document: {answer}"
        self.document = answer.json()
        self.operations = {}
        for path, methods in self.document["paths"].items():
            for method, told in methods.items():
                self.operations[told["operationId"]] = Operation(method, path, told)

    def resolve(self, value):
        """What a reference leads to."""
        while "$ref" in value:
            target = self.document
            for step in value["$ref"][2:].split("/"):
                target = target[step]
            value = target
        return value

    def validator(self, schema):
        return jsonschema.Draft202012Validator({**schema, "components": self.document["components"]})

    def sample(self, schema):
        """The smallest value that the schema takes."""
        schema = self.resolve(schema)
        if "enum" in schema:
            return schema["enum"][0]
        kind = schema["type"]
        if kind == "object":
            return {name: self.sample(schema["properties"][name]) for name in schema.get("required", [])}
        if kind == "array":
            return [self.sample(schema["items"])] * schema["minItems"]
        if kind == "integer":
            return schema["minimum"]
        if kind == "boolean":
            return False
        return SAMPLES.get(schema.get("pattern"), "x" * max(schema.get("minLength", 0), 1))

    def check(self, operation, answer):
        """The answer is one that the document tells of."""
        told = operation.told["responses"].get(str(answer.status))
        assert told, f"{operation.name}: {answer} is not in the document"
        content = self.resolve(told).get("content", {})
        kind = answer.headers.get("content-type")
        if not content:
            assert not answer.body, f"{operation.name}: a body that the document does not tell of: {answer}"
            return
        assert kind in content, f"{operation.name}: {kind} is not in the document"
        schema = content[kind].get("schema")
        if schema and kind.split(";")[0].endswith("json"):
            errors = [error.message for error in self.validator(schema).iter_errors(answer.json())]
            assert not errors, f"{operation.name}: {errors[:3]} {answer}"

    def call(self, name, bearer=None, etag=None, body=None, **parameters):
        """Call an operation; parameters that it needs and that are not given are made up."""
        operation = self.operations[name]
        path, query, headers = operation.path, [], {}
        for parameter in operation.parameters:
            key = parameter["name"]
            value = parameters.pop(key, None)
            if parameter["in"] == "path":
                path = path.replace("{%s}" % key, str(self.sample_path(parameter) if value is None else value))
            elif parameter["in"] == "query" and value is not None:
                query.append(f"{key}={value}")
            elif parameter["in"] == "header":
                headers[key] = etag or '"0"'
        assert not parameters, f"{name} knows no {list(parameters)}"
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        if operation.type:
            headers["Content-Type"] = operation.type
            if body is None:
                body = self.sample(operation.schema) if operation.schema else b"x"
            if not isinstance(body, bytes):
                body = json.dumps(body).encode()
        target = path + ("?" + "&".join(query) if query else "")
        try:
            answer = self.connection.request(operation.method, target, headers, body)
        except (OSError, http.client.HTTPException) as error:
            raise AssertionError(f"{name}: {error!r}") from error
        self.check(operation, answer)
        return answer

    def sample_path(self, parameter):
        """What is well formed and names nothing: the highest number, or the sample of a text."""
        schema = self.resolve(parameter["schema"])
        return schema["maximum"] if schema.get("type") == "integer" else \
            SAMPLES.get(schema.get("pattern"), "198.51.100.250")


# By pattern: what has that form, and is nobody's.
SAMPLES = {
    "^[A-Za-z][A-Za-z0-9._-]{0,30}$": "nobody-at-all",
    "^[0-9a-f]{16}$": "00000000000000ff",
    "^[0-9a-f]{64}$": "0" * 64,
}


def log_in(connection, name, password, otp=None):
    """The answer to a login."""
    body = {"name": name, "password": password}
    if otp:
        body["otp"] = otp
    return connection.request("POST", "/api/v1/session", {"Content-Type": "application/json"}, json.dumps(body).encode())
