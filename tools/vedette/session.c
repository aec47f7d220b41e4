// SPDX-License-Identifier: BSD-3-Clause

#include "lib/kshim/core.h"
#include "kmod/eval.h"
#include "kmod/feed.h"
#include "kmod/policy_parse.h"
#include "kmod/rules.h"

#include "tools/vedette/session.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/nl/names.h"

#define EPHEMERAL_PORT 49152 /* no rule looks at it */

int vdt_session_read(const char *ssh_connection, struct vdt_session *ret_session)
{
	struct vdt_session session = {0};
	unsigned int peer_port, port;

	if (!ssh_connection)
		return -ENOENT;
	if (sscanf(ssh_connection, "%63s %u %63s %u", session.peer, &peer_port, session.own,
		   &port) != 4 ||
	    !port || port > UINT16_MAX || !peer_port || peer_port > UINT16_MAX)
		return -EINVAL;
	session.peer[strcspn(session.peer, "%")] = '\0';
	session.own[strcspn(session.own, "%")] = '\0';
	session.port = (uint16_t)port;
	session.peer_port = (uint16_t)peer_port;
	*ret_session = session;
	return 0;
}

static int read_address(const char *text, struct vdt_addr *ret_addr)
{
	uint8_t bytes[16];

	if (inet_pton(AF_INET, text, bytes) == 1)
		*ret_addr = vdt_addr_from_v4(bytes);
	else if (inet_pton(AF_INET6, text, bytes) == 1)
		*ret_addr = vdt_addr_from_v6(bytes);
	else
		return -EINVAL;
	return 0;
}

/* The feeds are not at hand; their sets are empty. */
static int make_rules(const struct vdt_policy *policy, struct vdt_rules *ret_rules)
{
	static const u8 digest[VDT_FEED_DIGEST];
	struct vdt_rules_feed given[VDT_FEEDS_MAX];
	struct vdt_feed feeds[VDT_FEEDS_MAX];
	unsigned int n = 0;
	const char *why;

	for (int i = 0; i < policy->n_sets; i++) {
		const struct vdt_set *set = &policy->sets[i];

		if (!set->feed)
			continue;
		feeds[n] = (struct vdt_feed){.name = set->name, .version = set->feed};
		given[n] = (struct vdt_rules_feed){&feeds[n], digest};
		n++;
	}
	return vdt_rules_init(ret_rules, policy, given, n, NULL, &why);
}

static bool takes_a_feed(const struct vdt_policy *policy, int service)
{
	for (int i = 0; service >= 0 && i < policy->n_sets; i++)
		if (policy->sets[i].feed && policy->services[service].from & BIT_ULL(i))
			return true;
	return false;
}

static int ask(const struct vdt_policy *policy, const struct vdt_packet *packet,
	       const char **ret_why)
{
	struct vdt_verdict verdict;
	struct vdt_rules rules;
	int err = make_rules(policy, &rules);

	if (err)
		return err == -ENOMEM ? err : 0;
	verdict = vdt_eval_in(&rules, packet);
	vdt_rules_done(&rules);
	if (verdict.pass || policy->mode == VEDETTE_MODE_OBSERVE ||
	    takes_a_feed(policy, verdict.service))
		return 0;
	*ret_why = vdt_nl_reason_text(verdict.reason);
	return -EACCES;
}

int vdt_session_check(const struct vdt_session *session, const void *blob, size_t len,
		      const char **ret_why)
{
	struct vdt_packet packet = {
		.src_port = EPHEMERAL_PORT,
		.dst_port = session->port,
		.proto = IPPROTO_TCP,
		.syn = true,
	};
	struct vdt_policy *policy = NULL;
	struct vdt_fault fault;
	int err;

	if (read_address(session->peer, &packet.src) || read_address(session->own, &packet.dst))
		return -EINVAL;
	packet.ipv6 = !vdt_addr_is_v4(&packet.src);
	packet.loopback = vdt_addr_is_loopback(&packet.src);
	if (vdt_policy_parse(blob, len, &policy, &fault))
		return 0; /* the kernel has better words for it */
	err = ask(policy, &packet, ret_why);
	vdt_policy_free(policy);
	return err;
}

bool vdt_session_is(const struct vdt_session *session, const struct vdt_nl_conn *conn)
{
	struct vdt_addr peer, source = conn->source_len == 4 ? vdt_addr_from_v4(conn->source)
							     : vdt_addr_from_v6(conn->source);

	return !read_address(session->peer, &peer) && vdt_addr_equal(&peer, &source) &&
	       session->peer_port == conn->source_port && session->port == conn->port;
}
