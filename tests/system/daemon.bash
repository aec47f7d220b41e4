# shellcheck shell=bash
# SPDX-License-Identifier: BSD-3-Clause
# What the tests of the processes share. Sourced after lib.bash.

declare -rA PROCESS_UID=([vedetted]=0 [audit]=851 [guard]=852 [auth]=853 [stream]=854 [web]=855)
declare -r CHILDREN='audit guard auth stream web'

# factory_policy VERSION: what guard finds when it has kept no policy.
factory_policy()
{
	make_policy factory.vdp "$1"
	sign_policy factory.vdp
	mkdir -p /etc/vedette
	cp factory.vdp /etc/vedette/policy.vdp
	cp factory.vdp.p7s /etc/vedette/policy.p7s
}

daemon_up()
{
	rm -f hold
	respawn >> vedetted.log 2>&1 &
	INIT=$!
}

# In order, and for good.
daemon_down()
{
	kill "$INIT"
	wait "$INIT" 2>/dev/null
	pkill -TERM -x vedetted
	wait_for 20 is_gone vedetted
}

pid_of() { pgrep -o -x -u "${PROCESS_UID[$1]}" "$1"; }
is_gone() { ! pgrep -x "$1"; }
is_listening() { is_served tcp 322; }

# Filter in force: the process has done its preparations.
is_confined() { grep -qsE '^Seccomp:\s+2$' "/proc/$(pid_of "$1")/status"; }

all_up()
{
	local process
	for process in $CHILDREN; do
		is_confined "$process" || return 1
	done
	is_listening
}

must_come_up() { wait_for "${1:-90}" all_up; }

logged() { grep -qE -- "$1" vedetted.log; }
