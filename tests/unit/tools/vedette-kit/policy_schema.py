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
INTEGRITY = HEAD + "integrity: {%s}\n"
EGRESS = HEAD + "network: {egress: [{%s}]}\n"

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
    HEAD + "sets: {lan: {feed: 0}}",
    HEAD + "sets: {lan: {feed: 1, file: a}}",
    HEAD + "network: {ingress: []}",
    HEAD + "accounts: {min_length: 7}",
    HEAD + "accounts: {lockout: {failures: 11}}",
    HEAD + "accounts: {idle: 15}",
    HEAD + "audit: {syslog: 'tcp://10.0.0.1:514'}",
    HEAD + "audit: {name: nvr.example}",
    HEAD + "audit: {ring: 8}",
    HEAD + "network: {mode: learn}",
    HEAD + "network: {fragments: pass}",
    HEAD + "network: {xdp: yes}",
    HEAD + "network: {limits: {flows: 1}}",
    HEAD + "network: {limits: {connections: 32768}}",
    HEAD + "network: {packet_sockets: [a]}",
    EGRESS % "tcp: 1",
    EGRESS % "to: all",
    EGRESS % "to: []",
    EGRESS % "to: {}",
    EGRESS % "to: any, tcp: 1, udp: 1",
    EGRESS % "to: any, tcp: 1, icmp: echo",
    EGRESS % "to: any, icmp: 8",
    EGRESS % "to: {dns: a.example}",
    EGRESS % "to: {dns: a.example}, tcp: any",
    EGRESS % "to: {dns: A.example}, tcp: 1",
    EGRESS % "to: {dns: 192.0.2.1}, tcp: 1",
    HEAD + "network: {netns: some}",
    SERVICE % "exe: /a",
    SERVICE % "tcp: 1, udp: 1",
    SERVICE % "tcp: 65536",
    SERVICE % "tcp: 1, from: []",
    SERVICE % "tcp: 1, loopback: only, from: [lan]",
    SERVICE % "tcp: 1, loopback: yes",
    SERVICE % "tcp: 1, exe: a",
    SERVICE % "tcp: 1, connections: 0",
    SERVICE % "tcp: 1, rate: 10",
    SERVICE % "tcp: 1, rate: 10/d",
    SERVICE % "tcp: 1, answers: any",
    SERVICE % "tcp: 1, loopback: only, rate: 1/s",
    SERVICE % "tcp: 1, exe: /a/../b",
    INTEGRITY % "kinds: [exec]",
    INTEGRITY % "mode: observe",
    INTEGRITY % "mode: off, kinds: [exec]",
    INTEGRITY % "mode: log, log: [exec]",
    INTEGRITY % "mode: enforce, kinds: []",
    INTEGRITY % "mode: enforce, kinds: [lock]",
    INTEGRITY % "mode: enforce, kinds: [exec, exec]",
    INTEGRITY % "mode: enforce, kinds: [exec], interpreters: [/a]",
    INTEGRITY % "mode: enforce, kinds: [exec], jit: [/a]",
    INTEGRITY % "mode: enforce, data: [/a]",
    INTEGRITY % "mode: enforce, kinds: [exec, mmap, memory], updater: [/a]",
    INTEGRITY % "mode: enforce, kinds: [exec, mmap, device], updater: [/a]",
    INTEGRITY % "mode: enforce, log: [mmap], updater: [/a]",
    INTEGRITY % "mode: enforce, interpreters: [a]",
    INTEGRITY % "mode: enforce, revoked: ['sha256:00']",
    INTEGRITY % "mode: enforce, revoked: ['key:0x000001']",
    INTEGRITY % "mode: enforce, verity: ['key:00000001']",
    INTEGRITY % "mode: enforce, builds: {app: 0}",
    INTEGRITY % "mode: enforce, builds: {App: 1}",
    HEAD + "lock: now",
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
