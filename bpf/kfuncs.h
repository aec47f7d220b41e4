/* SPDX-License-Identifier: GPL-2.0-only */
/* What the module does for the programs, kmod/kfuncs.c. Those of the hooks return 0 or -EACCES. */
#ifndef VDT_BPF_KFUNCS_H
#define VDT_BPF_KFUNCS_H

#include "kernel.h"

#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

extern int vdt_hook_socket_create(int family, int type, int kern) __ksym;
extern int vdt_hook_socket_bind(struct socket *sock, struct sockaddr *address, int len) __ksym;
extern int vdt_hook_socket_listen(struct socket *sock) __ksym;
extern int vdt_hook_socket_accept(struct socket *sock) __ksym;
extern int vdt_hook_socket_connect(struct socket *sock, struct sockaddr *address, int len) __ksym;
extern int vdt_hook_prctl(int option, unsigned long arg2) __ksym;

/* Returns whether the frame is to be dropped. */
extern int vdt_hook_xdp(struct xdp_md *ctx) __ksym;

#endif /* VDT_BPF_KFUNCS_H */
