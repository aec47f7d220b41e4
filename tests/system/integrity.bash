# shellcheck shell=bash
# SPDX-License-Identifier: BSD-3-Clause
# What the tests of integrity share. Sourced after lib.bash. docs/testing.md says how they work.

declare -r ROOT=/signed

# root_up: a fresh root, until the test ends. The folder of the test is /work in there.
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
	must mount --bind . $ROOT/work
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
	xzcat -f "$(modinfo -n dummy)" > $ROOT/attacks/stranger.ko || fail "no module"
	image=$(dirname "$(grep -lx "$(uname -r)" /vedette/build/kernel/*/release)")
	must cp "$image/vmlinuz" $ROOT/attacks
	for module in msr test_firmware loop fuse overlay binfmt_misc; do
		modprobe -q $module
	done
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
