# shellcheck shell=bash
# SPDX-License-Identifier: BSD-3-Clause
# What the tests of connections share. Sourced after lib.bash.

declare -A TALK HEAR

# host PORT BACKLOG [HOW]: a server on the camera (tests/system/host).
host()
{
	"$TESTS/host" "$@" &
	wait_for 20 is_served tcp "$1"
}

# load_limits VERSION SERVICE [LIMITS [MODE]]: a policy whose service rtsps, and alt on port 323, have these limits.
load_limits()
{
	load_policy "$1" "
		s|^    - {name: rtsps, tcp: 322, .*|    - {name: rtsps, tcp: 322, from: [lan]${2:+, $2}}|
		s|^    - {name: encoder,.*|    - {name: alt, tcp: 323, from: [lan]}|
		s|^stream:.*||
		s|^  egress:|&\\n    - {to: [lan], tcp: 322}|
		s|^  netns: init|&${3:+\\n  limits: {$3\}}${4:+\\n  mode: $4}|"
}

# crowd NAME CLIENT|"" ADDRESS PORT ATTEMPTS [SOURCE...]: what tests/system/crowd keeps is kept until `dismiss NAME`.
# Sets nothing but the count, which must_live reads.
crowd()
{
	local name=$1 client=$2 talk hear
	shift 2
	mkfifo "talk-$name" "hear-$name"
	${client:+ip netns exec "$client"} "$TESTS/crowd" "$@" < "talk-$name" > "hear-$name" &
	exec {talk}> "talk-$name" {hear}< "hear-$name"
	rm "talk-$name" "hear-$name"
	TALK[$name]=$talk HEAR[$name]=$hear
	read -r -t $((120 * PATIENCE)) -u "$hear" _ || fail "no word of the crowd $name"
}

# live NAME: how many connections of the crowd live.
live()
{
	local count
	echo >&"${TALK[$1]}"
	read -r -t $((60 * PATIENCE)) -u "${HEAR[$1]}" count || fail "no word of the crowd $1"
	echo "$count"
}

# must_live COUNT NAME
must_live()
{
	local count
	count=$(live "$2")
	[ "$count" = "$1" ] || fail "$count connections of $2 live, not $1"$'\n'"$(vedette connections --limits)"
}

dismiss()
{
	local talk=${TALK[$1]} hear=${HEAR[$1]}
	exec {talk}>&- {hear}<&-
	unset "TALK[$1]" "HEAR[$1]"
}

# used KEY [SERVICE]: of a limit; that of all services without SERVICE.
used() { json "[row for row in it if row.get('service', '') == '${2:-}'][0]['$1']" vedette connections --limits --json; }
refused() { used refused "$1"; }

# must_use COUNT [SERVICE]
must_use()
{
	[ "$(used connections "${2:-}")" = "$1" ] ||
		fail "not $1 connections are counted of ${2:-all}"$'\n'"$(vedette connections --limits)"
}

# Whether so many connections of the service are counted, by the limit and by the list.
is_count()
{
	[ "$(used connections "$2")" = "$1" ] &&
	[ "$(json "sum(row.get('service') == '$2' for row in it)" vedette connections --json)" = "$1" ]
}

must_count()
{
	is_count "$@" || fail "not $1 connections of $2"$'\n'"$(vedette connections; vedette connections --limits)"
}

# sources: (address, prefix length, connections) of all.
sources()
{
	json "sorted((row['source'], row['prefix_length'], row['connections']) for row in it)" \
		vedette connections --sources --json
}

# used_by SOURCE: its handshakes under way.
used_by()
{
	json "sum(row['half_open'] for row in it if row['source'] == '$1')" vedette connections --sources --json
}

# must_be EXPECTED COMMAND...
must_be()
{
	local expected=$1 output
	shift
	output=$("$@")
	[ "$output" = "$expected" ] || fail "'$output', not '$expected', from: $*"
}

must_have_counted()
{
	[ "$(json "it['counters']['$1']['packets'] > 0" vedette stats --json)" = True ] ||
		fail "nothing counted for $1"$'\n'"$(vedette stats)"
}

events_of() { vedette events --json | python3 -c "
import json, sys
for line in sys.stdin:
    event = json.loads(line)
    if event['type'] == '$1':
        print(json.dumps(event))"; }

must_be_no_drift()
{
	local drift
	drift=$(events_of drift)
	[ -z "$drift" ] || fail "counts were wrong: $drift"
}
