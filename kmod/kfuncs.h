/* SPDX-License-Identifier: GPL-2.0-only */
/* What the programs of bpf/ call. */
#ifndef VDT_KFUNCS_H
#define VDT_KFUNCS_H

#include <linux/types.h>

/*
 * Offers the functions to BPF. A kernel without BPF, or a module without its type information, is
 * no error: *ret_missing then says what is missing, a text that lasts, or else becomes NULL.
 * There is nothing to undo: the kernel does it with the module.
 */
int vdt_kfuncs_init(const char **ret_missing);

struct bpf_prog;
struct sockaddr;
struct socket;
struct xdp_md;

/* Whether a loaded program calls the function, one of those below. */
bool vdt_kfuncs_calls(const struct bpf_prog *prog, const void *function);

/* The functions themselves; kmod/sockets.h and kmod/xdp.h say what they do. */
int vdt_hook_socket_create(int family, int type, int kern);
int vdt_hook_socket_bind(struct socket *sock, struct sockaddr *address, int len);
int vdt_hook_socket_listen(struct socket *sock);
int vdt_hook_socket_accept(struct socket *sock);
int vdt_hook_socket_connect(struct socket *sock, struct sockaddr *address, int len);
int vdt_hook_prctl(int option, unsigned long arg2);
int vdt_hook_xdp(struct xdp_md *ctx);

#endif /* VDT_KFUNCS_H */
