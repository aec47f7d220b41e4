# shellcheck shell=bash
# SPDX-License-Identifier: BSD-3-Clause
# What the tests of the LSM programs share.

# shellcheck disable=SC2034 # for the tests
declare -ra HOOKS=(bind listen accept socket-create executable)

must_have_bpf_lsm()
{
	grep -qw bpf /sys/kernel/security/lsm || skip "this kernel has no BPF LSM"
}

# attempt ACTION [ARGUMENT...]: tests/system/attempt, as this shell's user and namespaces.
attempt() { "$TESTS/attempt" "$@"; }

# must_be_refused COMMAND...: it fails for want of permission (13), and for nothing else.
must_be_refused()
{
	local output status=0
	output=$("$@" 2>&1) || status=$?
	[ $status -eq 13 ] || fail "status $status instead of 13, refused, from: $*"$'\n'"$output"
}

# must_be_part NAME STATE: of the enforcement, as vedette status tells it.
must_be_part()
{
	local state
	state=$(json "[p['state'] for p in it['enforcement'] if p['name'] == '$1'][0]" vedette status --json)
	[ "$state" = "$2" ] || fail "'$1' is $state, not $2"
}
