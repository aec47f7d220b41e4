# shellcheck shell=bash
# SPDX-License-Identifier: BSD-3-Clause
# What the tests of outgoing packets share.

# load_egress VERSION RULE...: loads policy.yaml with these egress rules, each without its braces.
load_egress()
{
	local version=$1 rules='' rule
	shift
	for rule; do rules+="    - {$rule}\\n"; done
	load_policy "$version" "/^    - {to:/d; s|^  egress:.*|${rules:+  egress:\\n$rules}|"
}

# reach tcp|udp|echo|raw|packet|bypass ADDRESS [PORT [SOURCE]]: what becomes of it, see there.
reach() { "$TESTS/reach" "$@"; }

# must_reach RESULT tcp|udp|... ADDRESS [PORT [SOURCE]]
must_reach()
{
	local expected=$1 result
	shift
	result=$(reach "$@")
	[ "$result" = "$expected" ] || fail "$* gives '$result', not '$expected'"
}

# hold NAME ADDRESS PORT [PROGRAM]: keeps a TCP connection open as process HELD[NAME]; what it hears goes to NAME.heard.
declare -A HELD=() LINE=()
hold()
{
	local line
	mkfifo "$1.line"
	"${4:-ncat}" "$2" "$3" < "$1.line" > "$1.heard" 2> "$1.error" &
	# shellcheck disable=SC2034 # for the tests
	HELD[$1]=$!
	exec {line}> "$1.line"
	LINE[$1]=$line
	must_echo "$1" hello
}

# must_echo NAME TEXT: the connection carries it there and back.
must_echo()
{
	echo "$2" >&"${LINE[$1]}"
	wait_for 30 grep -q "$2" "$1.heard"
}

is_gone() { ! kill -0 "$1"; }

# counted REASON: packets with that verdict so far.
counted() { json "it['counters']['$1']['packets']" vedette stats --json; }
