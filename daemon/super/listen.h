/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VDT_SUPER_LISTEN_H
#define VDT_SUPER_LISTEN_H

#include <stdint.h>

/*
 * A listening TCP socket on @port of every address, IPv6 and IPv4 (only IPv4 if the kernel has no
 * IPv6). Returns the descriptor or a negative errno.
 */
int vdt_listen(uint16_t port);

#endif /* VDT_SUPER_LISTEN_H */
