# SPDX-License-Identifier: BSD-3-Clause
"""docs/policy.schema.json takes the examples and what vedette-kit prints, and refuses what it must.

usage: policy_schema.py SCHEMA EXAMPLE...
"""
import json
import sys

import jsonschema
import yaml

HEAD = "policy: {name: a, version: 1}\n"
SERVICE = HEAD + "network: {services: [{name: s, %s}]}\n"

# What editors should mark; the words for it are the kit's.
REFUSED = [
    "{}",
    "policy: {name: a}",
    "policy: {name: A, version: 1}",
    "policy: {name: a, version: 0}",
    HEAD + "extra: 1",
    HEAD + "sets: {lan: 10.0.0.0/8}",
    HEAD + "sets: {lan: [host]}",
    HEAD + "sets: {lan: [10.0.0.0/33]}",
    HEAD + "sets: {lan: ['::/129']}",
    HEAD + "sets: {lan: [10.0.0.0/8, 10.0.0.0/8]}",
    HEAD + "sets: {lan: {url: x}}",
    HEAD + "network: {egress: []}",
    HEAD + "network: {netns: some}",
    SERVICE % "exe: /a",
    SERVICE % "tcp: 1, udp: 1",
    SERVICE % "tcp: 65536",
    SERVICE % "tcp: 1, from: []",
    SERVICE % "tcp: 1, loopback: only, from: [lan]",
    SERVICE % "tcp: 1, loopback: yes",
    SERVICE % "tcp: 1, exe: a",
    SERVICE % "tcp: 1, exe: /a/../b",
    HEAD + "stream: {}",
    HEAD + "stream: {encoder: 'rtsp://10.0.0.1/'}",
    HEAD + "stream: {encoder: 'rtsp://[::1]/', viewers: 0}",
]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    wrong = []
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            wrong += [f"{path}: {e.message}" for e in validator.iter_errors(yaml.safe_load(file))]
    wrong += [f"taken: {text}" for text in REFUSED if validator.is_valid(yaml.safe_load(text))]
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


sys.exit(main())
