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

# How much slower than usual this kernel is, as tests/system/run says, and how much longer than what is usual something is
# waited for: the machine below may have few processors, much else to do, and stand still for seconds. All limits are
# for what never comes, so a long one costs nothing.
SLOWNESS=${SLOWNESS:-1}
PATIENCE=$((4 * SLOWNESS))

# shellcheck disable=SC2034 # for the tests
declare -r TESTS=/vedette/tests/system KEYS=/vedette/build/keys
# Adds the service of the API to the policy of the tests: for load_policy and make_policy.
# shellcheck disable=SC2034 # for those who source this
declare -r WITH_HTTPS='s/    - {name: discovery/    - {name: https, tcp: 443, exe: \/usr\/libexec\/vedette\/web, from: [lan]}\n&/'

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

# wait_for SECONDS COMMAND...: until it succeeds, which usually takes less.
wait_for()
{
	local end=$((SECONDS + $1 * PATIENCE))
	shift
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || fail "still not, in time: $*"
		sleep 0.2
	done
}

# can_pretend_flash: whether this kernel has nandsim and mtdram. Debian's for arm64 has not.
can_pretend_flash() { [ "$(uname -m)" = x86_64 ]; }

# forget_flash: takes away the pretended flash of a test before, so that the next one is the first there is.
forget_flash()
{
	local module
	for module in ubifs mtdblock ubi nandsim mtdram; do
		[ ! -d "/sys/module/$module" ] || wait_for 20 modprobe -r "$module"
	done
}

# flash_up: pretended flash with a volume, /dev/ubi0_0.
flash_up()
{
	forget_flash
	must modprobe -a mtdram mtdblock
	wait_for 20 test -e /dev/mtdblock0
	must modprobe ubi mtd=0
	wait_for 20 test -e /dev/ubi0
	must ubimkvol /dev/ubi0 -N volume -s 1MiB
	wait_for 20 test -e /dev/ubi0_0
}

# scaled COUNT: how often to do what is done so often only to meet what is rare; fewer times on the debug kernel.
scaled() { echo $(($1 / SLOWNESS)); }

# is_debug_kernel: which is small, so that a test leaves out what that kernel lacks.
is_debug_kernel() { [ "$SLOWNESS" -gt 1 ]; }

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
	local who authorities=/etc/ssl/certs/ca-certificates.crt
	# GStreamer reads all of them before it says hello, on a busy emulated machine longer than a handshake may take.
	[ ! -e $authorities ] || mount --bind /dev/null $authorities
	echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter
	echo 0 > /proc/sys/net/ipv4/conf/default/rp_filter
	for who in "${!CLIENT[@]}"; do
		join_client "$who" || fail "no network for $who"
	done
}

join_client()
{
	ip netns add "$1" &&
	ip -batch - <<-END &&
		link add to-$1 type veth peer name eth0 netns $1
		address add $(camera_address "$1")/24 dev to-$1
		address add $(camera_address6 "$1")/64 dev to-$1 nodad
		link set to-$1 up
	END
	ip -netns "$1" -batch - <<-END &&
		link set lo up
		address add ${CLIENT[$1]}/24 dev eth0
		address add ${CLIENT6[$1]}/64 dev eth0 nodad
		link set eth0 up
		route add default via $(camera_address "$1")
	END
	ip -netns "$1" -6 route add default via "$(camera_address6 "$1")"
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

# --- policies ---------------------------------------------------------------------------------------------

# make_policy FILE VERSION [SED-SCRIPT]: compiles policy.yaml, in this version, changed by the script, to FILE.
make_policy()
{
	sed -e "s/version: 1}/version: $2}/" ${3:+-e "$3"} "${BASE_POLICY:-$TESTS/policy.yaml}" > "$1.yaml"
	must vedette-kit policy build "$1.yaml" -o "$1"
}

# sign_policy FILE [ROLE [KEYS]]: signs it beside itself, as the policy signer unless a role is given.
sign_policy()
{
	local role=${2:-policy} keys=${3:-$KEYS}
	must vedette-kit policy sign "$1" --key "$keys/$role.key" --cert "$keys/certs/$role/$role.crt"
}

# load_policy VERSION [SED-SCRIPT]: makes, signs and loads it.
load_policy()
{
	make_policy "policy-$1.vdp" "$@"
	sign_policy "policy-$1.vdp"
	must vedette policy load "policy-$1.vdp"
}

module_up()
{
	must insmod "/usr/lib/vedette/$(uname -r)/vedette.ko"
}

# The LSM programs that the module holds hold the module, a moment longer than it holds them: until every one of them has
# been seen out by RCU, one after the other.
module_down()
{
	must vedette hooks release
	wait_for 60 rmmod vedette
}

# json EXPRESSION COMMAND...: evaluates the Python expression over `it`, the JSON that the command prints.
json()
{
	local expression=$1
	shift
	"$@" | python3 -c "import json, sys; it = json.load(sys.stdin); print($expression)"
}

active_policy() { json "(it['policy']['state'], it['policy'].get('version'))" vedette status --json; }

# must_be_active STATE VERSION
must_be_active()
{
	local active
	active=$(active_policy)
	[ "$active" = "('$1', $2)" ] || fail "the active policy is $active, not $2 $1"
}

# --- traffic ----------------------------------------------------------------------------------------------

# serve PROTOCOL PORT: something on the camera that answers each client with what it sends.
serve()
{
	"$TESTS/echo" "$1" "$2" &
	wait_for 20 is_served "$1" "$2"
}

is_served() { ss --numeric --listening "--$1" "sport = $2" | grep -q ":$2 "; }

# ports_seen CLIENT ADDRESS PORTS [NMAP-OPTION...]: what nmap finds there, as "322/open 23/filtered ...".
ports_seen()
{
	local client=$1 address=$2 ports=$3 family=()
	shift 3
	[ "${address#*:}" = "$address" ] || family=(-6)
	on "$client" nmap "${family[@]}" -n -Pn -p "$ports" --max-retries 2 --max-rtt-timeout 500ms -oG - "$@" "$address" |
		grep -oE '[0-9]+/(open|closed|filtered|open\|filtered)/' | sed 's,/$,,' | paste -sd ' '
}

# must_see EXPECTED CLIENT ADDRESS PORTS [NMAP-OPTION...]
must_see()
{
	local expected=$1 seen
	shift
	seen=$(ports_seen "$@")
	[ "$seen" = "$expected" ] || fail "$1 sees '$seen' at $2, not '$expected'"
}

# answers CLIENT PROTOCOL ADDRESS PORT: whether an echo comes back to the client.
answers()
{
	on "$1" "$TESTS/ask" "${@:2}"
}

# --- the whole camera -------------------------------------------------------------------------------------

encoder_up()
{
	/usr/libexec/vedette-demo/encoder > encoder.log 2>&1 &
	wait_for 60 is_served tcp 8554
}

# What init does for vedetted on a real camera, `respawn` does here.
processes_up()
{
	respawn > vedetted.log 2>&1 &
	wait_for 90 grep -qx live /sys/module/vedette/initstate # the folder is there before the module can be asked
}

# camera_up: encoder, account, processes and policy version 1; the caller made the network. Sets
# CAMERA_PASSWORD, of the account admin.
camera_up()
{
	encoder_up
	CAMERA_PASSWORD=$(vedetted --provision 2> provision.log | sed -n 's/^password: //p')
	[ -n "$CAMERA_PASSWORD" ] || fail "no password from vedetted --provision"$'\n'"$(cat provision.log)"
	processes_up
	load_policy 1
	wait_for 90 is_served tcp 322
}

# While the file `hold` is there, vedetted is not started again.
respawn()
{
	while :; do
		[ -e hold ] || vedetted
		sleep 0.5
	done
}

# Ids of all Vedette processes.
vedette_pids() { pgrep -x 'vedetted|guard|auth|audit|stream|web'; }

# watch_url [PASSWORD]: where a viewer finds the stream; with the right password unless one is given.
watch_url() { echo "rtsps://admin:${1:-$CAMERA_PASSWORD}@10.0.0.1:322/main"; }

# as_viewer COMMAND...: once more if it took the five seconds after which the gateway ends a handshake, and was ended by that:
# the machine stood still.
as_viewer()
{
	local said status began
	for _ in 1 2 3; do
		began=$EPOCHSECONDS status=0
		said=$(on viewer timeout $((90 * PATIENCE)) "$@" 2>&1) || status=$?
		[ $status -ne 0 ] && [ $((EPOCHSECONDS - began)) -ge 5 ] || break
		grep -q 'Error in the pull function' <<<"$said" || break
	done
	printf '%s\n' "$said"
	return $status
}

# Whether the viewer gets pictures. ffprobe_stream [PASSWORD], watch_ffmpeg [PICTURES]
ffprobe_stream()
{
	as_viewer ffprobe -v error -rtsp_transport tcp -select_streams v \
		-show_entries stream=codec_name,width -of csv=p=0 "$(watch_url "$@")"
}

watch_ffmpeg()
{
	as_viewer ffmpeg -nostdin -v error -rtsp_transport tcp -i "$(watch_url)" -frames:v "${1:-10}" -f null -
}

# watch_gstreamer [PROPERTY=VALUE...]: told to stop in the middle of a packet, GStreamer forgets what it has read of
# it and takes the rest for garbage, or gives up on what it sends. So the pictures count, not how it leaves.
watch_gstreamer()
{
	local said
	said=$(on viewer timeout $((90 * PATIENCE)) gst-launch-1.0 -v rtspsrc location=rtsps://10.0.0.1:322/main \
		tls-validation-flags=0 user-id=admin user-pw="$CAMERA_PASSWORD" "$@" \
		! rtph264depay ! avdec_h264 ! fakesink num-buffers=10 silent=false 2>&1)
	[ "$(grep -c 'last-message = chain' <<<"$said")" -ge 10 ] || { echo "$said"; return 1; }
}
