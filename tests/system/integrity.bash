# shellcheck shell=bash
# SPDX-License-Identifier: BSD-3-Clause
# What the tests of integrity share. Sourced after lib.bash. docs/testing.md says how they work.

declare -r ROOT=/signed

# root_up: a fresh root, until the test ends. The folder of the test is /files in there.
root_up()
{
	local disk folder
	trap root_down EXIT
	must modprobe -a virtio_scsi sd_mod sg
	wait_for 20 find_disk
	disk=$(find_disk)
	must dd if="$RESULTS/signed-root.ext4" of="$disk" bs=1M conv=fsync
	mkdir -p $ROOT
	must mount -t ext4 "$disk" $ROOT
	for folder in proc sys dev; do
		must mount --rbind /$folder $ROOT/$folder
	done
	must mount -t tmpfs tmpfs $ROOT/run
	must mount -t tmpfs tmpfs $ROOT/tmp
	must mount --bind . $ROOT/files
}

root_down()
{
	mountpoint -q $ROOT || return 0
	umount -R -l $ROOT
	wait_for 20 test ! -e "/sys/fs/ext4/$(basename "$(find_disk)")"
}

# The only SCSI disk there is (tools/camera/boot).
find_disk() { compgen -G '/sys/block/sd*' | sed 's,.*/,/dev/,'; }

# inside COMMAND...: in the signed root, by programs of that root alone.
inside() { OUTER_ROOT=$ROOT PATH=/bin:/usr/bin HOME=/ $ROOT/tools/chroot $ROOT "$@"; }

# What attacks on the kernel need and a camera has anyway.
attack_kernel()
{
	local module image
	modprobe -qr dummy # of a test before, or it could not be loaded
	xzcat -f "$(modinfo -n dummy)" > $ROOT/attacks/stranger.ko || fail "no module"
	image=$(dirname "$(grep -lx "$(uname -r)" /vedette/build/kernel/*/release)")
	must cp "$image/vmlinuz" $ROOT/attacks
	for module in msr test_firmware loop fuse overlay binfmt_misc; do
		modprobe -q $module
	done
	! can_pretend_flash || flash_up
}

# attacks [KIND...]: the lines of the table, without comments, of these kinds or all: name needs kind reason.
attacks()
{
	local name needs kind reason rest
	while read -r name needs kind reason rest; do
		case "$name" in '' | '#'*) continue ;; esac
		[ $# -eq 0 ] || [[ " $* " = *" $kind "* ]] || continue
		echo "$name $needs $kind $reason"
	done < "$TESTS/attacks/table"
}

# is_missing NEEDS: whether an attack that needs that must be found missing on this kernel.
is_missing()
{
	case $1 in
	never) return 0 ;;
	6.12) [[ $(uname -r) = 6.1.* ]] ;;
	amd64) [ "$(uname -m)" != x86_64 ] ;;
	iopl) [ "$(uname -m)" != x86_64 ] || is_debug_kernel ;;
	*) return 1 ;;
	esac
}

# is_stopped STATUS NEEDS: whether an attack that ended with that status was stopped, or is missing where it must be.
is_stopped() { [ "$1" -eq 1 ] || { [ "$1" -eq 9 ] && is_missing "$2"; }; }

# --- enforcing --------------------------------------------------------------------------------------------

# The policy that ends all enforcing in a test: no other has a greater version. And how long one that enforces waits for a
# confirmation that never comes, longer than any of these tests may take.
declare -r LAST=1000 CONFIRM=$((1800 * PATIENCE + ${STRESS_SECONDS:-0}))

# integrity_policy VERSION INTEGRITY: makes and signs a policy with that integrity; before anything is enforced.
integrity_policy()
{
	make_policy "policy-$1.vdp" "$1" "\$a integrity: {$2}"
	sign_policy "policy-$1.vdp"
}

# enforce VERSION: from here on, to the end of the test or for CONFIRM seconds, only signed programs run: those of the
# signed root.
enforce()
{
	if [ "$PATH" != $ROOT/tools ]; then
		integrity_policy $LAST 'mode: off'
		# shellcheck disable=SC2123 # the search path it is
		OUTER_PATH=$PATH PATH=$ROOT/tools
		hash -r
		trap relax EXIT
	fi
	must inside vedette policy load --confirm $CONFIRM "/files/policy-$1.vdp"
}

relax()
{
	inside vedette policy load "/files/policy-$LAST.vdp" > /dev/null
	PATH=$OUTER_PATH
	hash -r
	root_down
}

# run FILE: a program below /tmp of the signed root; the victim answers 7.
run() { inside "/tmp/$1" 2>/dev/null; }

must_run() { run "$1"; [ $? -eq 7 ] || fail "$1 does not run"; }

# must_refuse REASON FILE
must_refuse()
{
	local told
	run "$2"
	[ $? -eq 126 ] || fail "$2 runs"
	told=$(inside vedette integrity check "/tmp/$2" --json)
	[ "$(sed -nE 's/.*"reason": *"([^"]*)".*/\1/p' <<<"$told")" = "$1" ] || fail "$2 is refused, but not as $1: $told"
}

# refusals: a line "KIND REASON COUNT" for each pair of which the module counted any.
refusals()
{
	inside vedette integrity --json | tr -d ' \n' | tr '{' '\n' |
		sed -nE 's/.*"kind":"([^"]*)","reason":"([^"]*)","refused":([0-9]+).*/\1 \2 \3/p'
}

# must_stop KIND...: every attack that these kinds are to stop is stopped, and counted with its reason.
must_stop()
{
	local name needs kind reason output status counted wrong=0
	refusals > before
	while read -r name needs kind reason; do
		output=$(inside timeout -s KILL $((60 * PATIENCE)) attack "$name" 2>&1)
		status=$?
		refusals > after
		counted=$(grep -vxF -f before after)
		mv after before
		if ! is_stopped $status "$needs"; then
			echo "$name: status $status, not 1: $output"
		elif [ $status -eq 1 ] && [ "$reason" != - ] && ! grep -qE "^${kind%+lock} ${reason/\*/.*} " <<<"$counted"; then
			echo "$name: $output, but not as $kind $reason: $counted"
		else
			continue
		fi
		wrong=$((wrong + 1))
	done < <(attacks "$@")
	[ $wrong -eq 0 ] || fail "$wrong attacks"
}
