# SPDX-License-Identifier: BSD-3-Clause
"""Requests to the module that `vedette` does not make. Imported by tests in Python."""
import re
import socket
import struct

GENL_ID_CTRL, CTRL_CMD_GETFAMILY, CTRL_ATTR_FAMILY_ID, CTRL_ATTR_FAMILY_NAME = 16, 3, 1, 2
REQUEST_ACK = 1 | 4


def number(name):
    """A number of the header that is generated from the spec."""
    text = open("/vedette/include/vedette/netlink.h").read()
    for body in re.findall(r"enum \w*\s*{(.*?)}", text, re.S):
        names = [entry.split("=") for entry in re.sub(r"/\*.*?\*/", "", body, flags=re.S).split(",")]
        value = -1
        for entry in names:
            value = int(entry[1], 0) if len(entry) > 1 and entry[1].strip().isdigit() else value + 1
            if entry[0].strip() == name:
                return value
    raise KeyError(name)


def attribute(kind, data):
    return struct.pack("HH", 4 + len(data), kind) + data + bytes(-len(data) % 4)


def ask(link, kind, command, *attributes):
    body = struct.pack("BBH", command, 1, 0) + b"".join(attributes)
    link.send(struct.pack("IHHII", 16 + len(body), kind, REQUEST_ACK, 1, 0) + body)
    return link.recv(65536)


def find_family(link):
    answer = ask(link, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, attribute(CTRL_ATTR_FAMILY_NAME, b"vedette\0"))
    link.recv(65536)
    place = 20
    while place < len(answer):
        size, kind = struct.unpack_from("HH", answer, place)
        if kind == CTRL_ATTR_FAMILY_ID:
            return struct.unpack_from("H", answer, place + 4)[0]
        place += size + -size % 4
    raise LookupError("no family vedette")


def request(command, **attributes):
    """request("TRUST_ADD", ADDRESS_SOURCE=bytes, ...): the errno of the answer, 0 for done."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 16) as link:
        answer = ask(link, find_family(link), number("VEDETTE_CMD_" + command),
                     *(attribute(number("VEDETTE_A_" + name), data) for name, data in attributes.items()))
        return -struct.unpack_from("i", answer, 16)[0]
