/* SPDX-License-Identifier: BSD-3-Clause */
/* The extended acknowledgement: what the kernel says beside an errno. */
#ifndef VDT_NL_EXTACK_H
#define VDT_NL_EXTACK_H

#include <stddef.h>

struct nlmsghdr;

/*
 * Write the kernel's words from @hdr, a whole NLMSG_ERROR or NLMSG_DONE message received with
 * NETLINK_EXT_ACK set, to @text; an empty string if it has none. Returns the error of the message,
 * 0 or a negative errno, or -EBADMSG if the message is too short to have one.
 */
int vdt_nl_extack(const struct nlmsghdr *hdr, char *text, size_t size);

#endif /* VDT_NL_EXTACK_H */
