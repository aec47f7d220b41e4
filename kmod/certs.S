/* SPDX-License-Identifier: GPL-2.0-only */
/* The certificates that the module trusts; the build puts them together (kmod/pack-certs). */
#include <linux/linkage.h>

	.section .rodata, "a", %progbits

	.globl vdt_policy_certs
	.globl vdt_policy_certs_end
vdt_policy_certs:
	.incbin "policy-certs.der"
vdt_policy_certs_end:

	.globl vdt_application_certs
	.globl vdt_application_certs_end
vdt_application_certs:
	.incbin "application-certs.der"
vdt_application_certs_end:
	.byte 0
