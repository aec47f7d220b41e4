// SPDX-License-Identifier: GPL-2.0-only
/*
 * The LSM programs. They hand their arguments to the module, which decides. All may sleep, for the
 * module follows paths. A denial of a program before stands.
 *
 * A hook that gets a pointer reads a field of it: clang leaves the members of other types out of
 * the object, and the loader then takes them for others than the module's.
 */
#include "kfuncs.h"

#include <bpf/bpf_tracing.h>
#include <linux/errno.h>

char LICENSE[] SEC("license") = "GPL";

/* The verifier wants to see the errno. -EACCES, for 6.12 takes no program in which clang made a
 * negation out of it, as it does of -EPERM.
 */
static __always_inline int deny_if(int refused)
{
	return refused ? -EACCES : 0;
}

SEC("lsm.s/socket_create")
int BPF_PROG(socket_create, int family, int type, int protocol, int kern, int ret)
{
	return ret ?: deny_if(vdt_hook_socket_create(family, type, kern));
}

SEC("lsm.s/socket_bind")
int BPF_PROG(socket_bind, struct socket *sock, struct sockaddr *address, int len, int ret)
{
	if (!sock->type && !address->sa_family)
		return ret;
	return ret ?: deny_if(vdt_hook_socket_bind(sock, address, len));
}

SEC("lsm.s/socket_listen")
int BPF_PROG(socket_listen, struct socket *sock, int backlog, int ret)
{
	if (!sock->type)
		return ret;
	return ret ?: deny_if(vdt_hook_socket_listen(sock));
}

SEC("lsm.s/socket_accept")
int BPF_PROG(socket_accept, struct socket *sock, struct socket *new, int ret)
{
	if (!sock->type)
		return ret;
	return ret ?: deny_if(vdt_hook_socket_accept(sock));
}

SEC("lsm.s/socket_connect")
int BPF_PROG(socket_connect, struct socket *sock, struct sockaddr *address, int len, int ret)
{
	if (!sock->type && !address->sa_family)
		return ret;
	return ret ?: deny_if(vdt_hook_socket_connect(sock, address, len));
}

SEC("lsm.s/task_prctl")
int BPF_PROG(task_prctl, int option, unsigned long arg2)
{
	return deny_if(vdt_hook_prctl(option, arg2));
}
