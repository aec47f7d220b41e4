/* SPDX-License-Identifier: GPL-2.0-only */
/* The differences between the supported kernels, 6.1 to 6.12. Nothing else asks for the version. */
#ifndef VDT_COMPAT_H
#define VDT_COMPAT_H

#include <linux/version.h>
#include <net/genetlink.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
/* Before split operations a row held both do and dump; each row of ours has only one of them. */
#define genl_split_ops genl_ops
#define split_ops      ops
#define n_split_ops    n_ops

/* The range was not const. */
#undef NLA_POLICY_FULL_RANGE
#define NLA_POLICY_FULL_RANGE(tp, full_range) \
	{ \
		.type = (tp), .validation_type = NLA_VALIDATE_RANGE_PTR, \
		.range = (struct netlink_range_validation *)(full_range), \
	}
#endif

static inline struct nlattr **vdt_dump_attrs(struct netlink_callback *cb)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
	return genl_dumpit_info(cb)->attrs;
#else
	return genl_dumpit_info(cb)->info.attrs;
#endif
}

#endif /* VDT_COMPAT_H */
