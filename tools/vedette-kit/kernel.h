/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernel's own code (kmod/, the pure part), asked on the workstation. */
#ifndef VDT_KIT_KERNEL_H
#define VDT_KIT_KERNEL_H

#include "lib/policy/model.h"

#define VDT_KERNEL_WHY 128

struct vdt_feed_file;

/* What a camera would be given. */
struct vdt_kernel_policy {
	const uint8_t *blob;
	size_t len;
	const struct vdt_feed_file *feeds; /* those of the policy that are not here are empty */
	size_t n_feeds;
};

struct vdt_kernel_address {
	enum vdt_model_family family;
	uint8_t bytes[16];
};

/* A packet, and what the camera knows of it. */
struct vdt_kernel_question {
	bool out; /* the camera sends it by itself */
	struct vdt_kernel_address from, to;
	bool loopback;	   /* by the loopback device */
	bool banned;	   /* in: the source is banned */
	bool established;  /* not the first of its connection or flow */
	uint8_t proto;	   /* IPPROTO_TCP, _UDP, _ICMP or _ICMPV6 */
	uint16_t port;	   /* of the destination; TCP, UDP */
	uint8_t icmp_type; /* ICMP, ICMPv6 */
	uint8_t hop_limit;
	const char *exe; /* out: the sender; NULL: an executable that the policy does not name */
	const char *dns; /* out: the name that stands for `to`; NULL: none */
};

struct vdt_kernel_answer {
	bool pass;
	bool observed;	/* the policy's mode is observe: whatever `pass` says, it passes */
	uint8_t reason; /* enum vedette_reason */
	int service;	/* index of the service that decided, or -1 */
	int rule;	/* index of the egress rule that decided, or -1 */
	uint64_t sets;	/* bit i: the source (out: the destination) is in set i of the model */
};

/* Have the module's code look at a policy. Returns 0, or -EINVAL with its words in @why. */
int vdt_kernel_check(const struct vdt_kernel_policy *policy, char why[VDT_KERNEL_WHY]);

/* Have the module's evaluator decide. The same errors. */
int vdt_kernel_ask(const struct vdt_kernel_policy *policy,
		   const struct vdt_kernel_question *question, struct vdt_kernel_answer *ret_answer,
		   char why[VDT_KERNEL_WHY]);

#endif /* VDT_KIT_KERNEL_H */
