# shellcheck shell=bash
# SPDX-License-Identifier: BSD-3-Clause
# What the system tests and the tour share. Sourced inside the virtual camera only.
#
#       stranger               viewer                 denied            network namespaces
#   203.0.113.66             10.0.0.20              198.51.100.7
#   2001:db8:bad::66         fd00::20               2001:db8:dead::7
#         │ eth0                 │ eth0                 │ eth0
#         │ to-stranger          │ to-viewer            │ to-denied
#   203.0.113.1              10.0.0.1               198.51.100.1
#   2001:db8:bad::1          fd00::1                2001:db8:dead::1
#   └──────────────── the camera: initial namespace ────────────────┘
#
# The stranger is in no set of policy.yaml, the viewer in `lan`, the denied in `denied`. Reverse path
# filters are off and every client's default route is the camera, so a client may use any address.
set -uo pipefail

# shellcheck disable=SC2034 # for the tests
declare -r TESTS=/vedette/tests/system KEYS=/vedette/build/keys

declare -rA CLIENT=([stranger]=203.0.113.66 [viewer]=10.0.0.20 [denied]=198.51.100.7)
declare -rA CLIENT6=([stranger]=2001:db8:bad::66 [viewer]=fd00::20 [denied]=2001:db8:dead::7)

# The camera's address in a client's network: the client's with 1 as its last part.
camera_address() { echo "${CLIENT[$1]%.*}.1"; }
camera_address6() { echo "${CLIENT6[$1]%::*}::1"; }

# --- saying and asserting ---------------------------------------------------------------------------------

step() { echo "- $*"; }
skip() { echo "skipped: $*"; exit 9; }

fail()
{
	local frame=0
	echo "FAILED: $*"
	while caller $frame; do frame=$((frame + 1)); done | sed 's/^/    at line /'
	exit 1
}

# must COMMAND...: it succeeds. Its output is shown only if it does not.
must()
{
	local output status=0
	output=$("$@" 2>&1) || status=$?
	[ $status -eq 0 ] || fail "status $status from: $*"$'\n'"$output"
}

# must_fail COMMAND...: it fails, and not for want of the command.
must_fail()
{
	local output status=0
	output=$("$@" 2>&1) || status=$?
	case $status in
	0) fail "succeeded, but must not: $*"$'\n'"$output" ;;
	126 | 127) fail "not a command: $*" ;;
	esac
}

# must_say PATTERN COMMAND...: its output, of whatever status, has a match of the extended PATTERN.
must_say()
{
	local pattern=$1 output
	shift
	output=$("$@" 2>&1)
	grep -qE -- "$pattern" <<<"$output" || fail "no '$pattern' in the output of: $*"$'\n'"$output"
}

# wait_for SECONDS COMMAND...: until it succeeds.
wait_for()
{
	local end=$((SECONDS + $1))
	shift
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || fail "still not, in time: $*"
		sleep 0.2
	done
}

# --- the network ------------------------------------------------------------------------------------------

# on CLIENT COMMAND...: runs there.
on()
{
	local client=$1
	shift
	ip netns exec "$client" "$@"
}

network_up()
{
	local who
	echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter
	echo 0 > /proc/sys/net/ipv4/conf/default/rp_filter
	for who in "${!CLIENT[@]}"; do
		ip netns add "$who" &&
		ip -batch - <<-END &&
			link add to-$who type veth peer name eth0 netns $who
			address add $(camera_address "$who")/24 dev to-$who
			address add $(camera_address6 "$who")/64 dev to-$who nodad
			link set to-$who up
		END
		ip -netns "$who" -batch - <<-END &&
			link set lo up
			address add ${CLIENT[$who]}/24 dev eth0
			address add ${CLIENT6[$who]}/64 dev eth0 nodad
			link set eth0 up
			route add default via $(camera_address "$who")
		END
		ip -netns "$who" -6 route add default via "$(camera_address6 "$who")" || fail "no network for $who"
	done
}

# client_address CLIENT ADDRESS: the client has this address too, and the camera knows the way back.
client_address()
{
	case $2 in
	*:*)
		ip -netns "$1" address add "$2/128" dev eth0 nodad
		ip -6 route replace "$2/128" dev "to-$1"
		;;
	*)
		ip -netns "$1" address add "$2/32" dev eth0
		ip route replace "$2/32" dev "to-$1"
		;;
	esac
}
