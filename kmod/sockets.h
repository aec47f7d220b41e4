/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System calls on sockets, as the LSM programs hand them over. All return 0 to let the call go on
 * or -EACCES, after an event; all may sleep. The kernel's own sockets pass.
 */
#ifndef VDT_SOCKETS_H
#define VDT_SOCKETS_H

struct sockaddr;
struct socket;

int vdt_socket_create(int family, int type, int kern);
int vdt_socket_bind(struct socket *sock, const struct sockaddr *address, int len);
int vdt_socket_listen(struct socket *sock);
int vdt_socket_accept(struct socket *sock);
int vdt_socket_connect(struct socket *sock, const struct sockaddr *address, int len);

/* prctl() could give the caller the identity of another executable; option and arg2 are its. */
int vdt_socket_prctl(int option, unsigned long arg2);

#endif /* VDT_SOCKETS_H */
