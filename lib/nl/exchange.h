/* SPDX-License-Identifier: BSD-3-Clause */
/* One request and all of its answer; what the rest of the client is made of. */
#ifndef VDT_NL_EXCHANGE_H
#define VDT_NL_EXCHANGE_H

#include "lib/nl/client.h"

#define VDT_NL_ERROR_ROOM 256

struct nl_cb;
struct nl_msg;
struct nl_sock;

/*
 * Two sockets: one for requests and answers and, once events are wanted, one for the multicast
 * group, so that an event never comes between a request and its answer.
 */
struct vdt_nl {
	struct nl_sock *request;
	struct nl_sock *monitor; /* NULL until vdt_nl_events_join() */
	int family;
	char error[VDT_NL_ERROR_ROOM];
};

/* Gets the attributes of one message; a negative errno fails the exchange. */
typedef int (*vdt_nl_take)(const void *attrs, size_t len, void *ctx);

/* What comes back goes to @take until @done; @err is the first failure. */
struct vdt_nl_exchange {
	struct vdt_nl *nl;
	vdt_nl_take take;
	void *ctx;
	int err;
	bool done;
};

/* A connected generic netlink socket. 0, or a negative errno of socket(2) and bind(2). */
int vdt_nl_socket(struct nl_sock **ret_sk);
/* The callbacks that feed @x, released with nl_cb_put(); NULL when memory is short. */
struct nl_cb *vdt_nl_callbacks(struct vdt_nl_exchange *x);
/* A message with its generic netlink header; NULL when memory is short. */
struct nl_msg *vdt_nl_request(struct vdt_nl *nl, uint8_t cmd, int flags);
/*
 * Send @msg, freed in any case, and hand every answer to @take. Returns 0, the kernel's or @take's
 * negative errno, -EAGAIN when what was listed changed meanwhile, -EBADMSG or -EIO when the answer
 * makes no sense.
 */
int vdt_nl_transact(struct vdt_nl *nl, struct nl_msg *msg, vdt_nl_take take, void *ctx);
/* The same for a request without attributes, whose answer is a list. */
int vdt_nl_list(struct vdt_nl *nl, uint8_t cmd, vdt_nl_take take, void *ctx);

/*
 * Defines take_NAME() for a list of rows: what @decode makes of one, a TYPE, goes to each() of the
 * struct NAME_taker that is its context.
 */
#define VDT_NL_TAKER(name, type, decode) \
	struct name##_taker { \
		void (*each)(const type *row, void *ctx); \
		void *ctx; \
	}; \
	static int take_##name(const void *attrs, size_t len, void *ctx) \
	{ \
		const struct name##_taker *taker = ctx; \
		type row; \
		int ret = decode(attrs, len, &row); \
\
		if (!ret) \
			taker->each(&row, taker->ctx); \
		return ret; \
	} \
	struct name##_taker

/* The negative errno for a negative error of libnl. */
int vdt_nl_errno(int nl_error);

#endif /* VDT_NL_EXCHANGE_H */
