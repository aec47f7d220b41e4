/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * Every kernel header that the pure files (kmod/pure) may use. In user space lib/kshim/core.h,
 * which has this include guard, is read before this file and gives twins of what is used from them.
 */
#ifndef VDT_CORE_H
#define VDT_CORE_H

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/in.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/prefetch.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/seqlock.h>
#include <linux/siphash.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/types.h>
#include <net/netlink.h>
#include <uapi/linux/bpf.h>
#include <uapi/linux/mount.h>

#include <vedette/netlink.h>

#endif /* VDT_CORE_H */
