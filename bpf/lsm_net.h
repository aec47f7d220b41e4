/* SPDX-License-Identifier: GPL-2.0-only */
/* The programs on the hooks of sockets. All may sleep, for the module follows paths. */
#ifndef VDT_BPF_LSM_NET_H
#define VDT_BPF_LSM_NET_H

#include "kfuncs.h"

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

#endif /* VDT_BPF_LSM_NET_H */
