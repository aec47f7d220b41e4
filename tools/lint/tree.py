# SPDX-License-Identifier: BSD-3-Clause
"""The C files of the tree, what they include, and which are pure: shared by kernel and user space."""
import os
import re
import subprocess

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.M)


def files(*patterns):
    out = subprocess.run(["tools/lint/files", *patterns], check=True, text=True,
                         stdout=subprocess.PIPE).stdout
    return [name for name in out.split("\n") if name]


def read(name):
    with open(name, encoding="utf-8", errors="replace") as file:
        return file.read()


def is_generated(text):
    return "\n/* Do not edit directly, auto-generated" in text


def resolve(source, quote, target):
    """The file of the tree that an include means; None if it is the system's."""
    places = [os.path.dirname(source)] if quote == '"' else []
    if quote == '"' or target.startswith("vedette/"):
        places += [".", "include", "kmod", "lib/kshim/include"]
    for place in places:
        path = os.path.normpath(os.path.join(place, target))
        if os.path.isfile(path):
            return path
    return None


def includes(name):
    """(line, target as written, resolved path or None) of every include."""
    text = read(name)
    for match in INCLUDE.finditer(text):
        line = text.count("\n", 0, match.start(2)) + 1
        yield line, match.group(2), resolve(name, match.group(1), match.group(2))


def pure_sources():
    if not os.path.exists("kmod/pure"):
        return []
    return [f"kmod/{word}.c" for word in re.sub(r"#.*", "", read("kmod/pure")).split()]


def pure_files():
    """The pure sources and every header of kmod/ that they reach."""
    todo, seen = pure_sources(), set()
    while todo:
        name = todo.pop()
        if name in seen or not os.path.exists(name):
            continue
        seen.add(name)
        todo += [path for _, _, path in includes(name) if path and path.startswith("kmod/")]
    return seen
