# shellcheck shell=bash
# SPDX-License-Identifier: BSD-3-Clause
# What the tests of the LSM programs share.

# shellcheck disable=SC2034 # for the tests
declare -ra HOOKS=(bind listen accept connect socket-create executable exec mmap memory kernel-loads script immutable device)

must_have_bpf_lsm()
{
	grep -qw bpf /sys/kernel/security/lsm || skip "this kernel has no BPF LSM"
}

# attempt ACTION [ARGUMENT...]: makes system calls on sockets, see there.
attempt() { "$TESTS/attempt" "$@"; }

# attempt_as PROGRAM ACTION [ARGUMENT...]: the same with a copy of the interpreter as the executable.
attempt_as() { PYTHONHOME=/usr "$1" "$TESTS/attempt" "${@:2}"; }

# make_program PATH: such a copy.
make_program() { install -D "$(realpath "$(command -v python3)")" "$1"; }

# must_err ERRNO COMMAND...: its status is that of tests/system/attempt for this errno.
must_err()
{
	local output status=0 errno=$1
	shift
	output=$("$@" 2>&1) || status=$?
	[ $status -eq "$errno" ] || fail "status $status instead of $errno from: $*"$'\n'"$output"
}

must_be_refused() { must_err 13 "$@"; } # EACCES
must_be_empty() { must_err 11 "$@"; }   # EAGAIN: allowed, but nobody came

# must_be_part NAME STATE: of the enforcement, as vedette status tells it.
must_be_part()
{
	local state
	state=$(json "[p['state'] for p in it['enforcement'] if p['name'] == '$1'][0]" vedette status --json)
	[ "$state" = "$2" ] || fail "'$1' is $state, not $2"
}
