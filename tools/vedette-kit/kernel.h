/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernel's own code (kmod/, the pure part), asked on the workstation. */
#ifndef VDT_KIT_KERNEL_H
#define VDT_KIT_KERNEL_H

#include "lib/policy/model.h"

#define VDT_KERNEL_WHY 128

struct vdt_kernel_address {
	enum vdt_model_family family;
	uint8_t bytes[16];
};

/* The first packet of a connection or exchange. */
struct vdt_kernel_question {
	struct vdt_kernel_address from, to;
	bool loopback;	   /* arrives by the loopback device */
	uint8_t proto;	   /* IPPROTO_TCP, IPPROTO_UDP or IPPROTO_ICMPV6 */
	uint16_t port;	   /* TCP, UDP */
	uint8_t icmp_type; /* ICMPv6 */
	uint8_t hop_limit;
};

struct vdt_kernel_answer {
	bool pass;
	uint8_t reason; /* enum vedette_reason */
	int service;	/* index of the service that decided, or -1 */
	uint64_t sets;	/* bit i: the source is in set i of the model */
};

/* Have the module's parser look at a blob. Returns 0, or -EINVAL with its words in @why. */
int vdt_kernel_check(const uint8_t *blob, size_t len, char why[VDT_KERNEL_WHY]);

/* Have the module's evaluator decide. The same errors. */
int vdt_kernel_ask(const uint8_t *blob, size_t len, const struct vdt_kernel_question *question,
		   struct vdt_kernel_answer *ret_answer, char why[VDT_KERNEL_WHY]);

#endif /* VDT_KIT_KERNEL_H */
