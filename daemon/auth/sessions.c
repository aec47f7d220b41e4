// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/sessions.h"

#include <string.h>

#include <openssl/crypto.h>

#include "lib/base/clock.h"

void vdt_sessions_init(struct vdt_sessions *sessions)
{
	*sessions = (struct vdt_sessions){
		.limits = {.total = VDT_SESSIONS,
			   .per_account = VDT_SESSIONS_PER_ACCOUNT,
			   .idle = VDT_SESSION_IDLE,
			   .absolute = VDT_SESSION_ABSOLUTE},
	};
}

static uint64_t idle_end(const struct vdt_sessions *sessions, const struct vdt_session *session)
{
	return session->used + sessions->limits.idle * VDT_NS_PER_SECOND;
}

static uint64_t absolute_end(const struct vdt_sessions *sessions, const struct vdt_session *session)
{
	return session->created + sessions->limits.absolute * VDT_NS_PER_SECOND;
}

static enum vdt_session_over judge(const struct vdt_sessions *sessions,
				   const struct vdt_session *session, uint64_t now)
{
	if (now >= absolute_end(sessions, session))
		return VDT_SESSION_EXPIRED;
	return now >= idle_end(sessions, session) ? VDT_SESSION_WAS_IDLE : VDT_SESSION_LIVES;
}

void vdt_sessions_end(struct vdt_session *session)
{
	explicit_bzero(session, sizeof(*session));
}

void vdt_sessions_sweep(struct vdt_sessions *sessions, uint64_t now, vdt_session_ended ended,
			void *ctx)
{
	for (unsigned int i = 0; i < VDT_SESSIONS; i++) {
		struct vdt_session *session = &sessions->session[i];
		enum vdt_session_over over = judge(sessions, session, now);

		if (!session->account || over == VDT_SESSION_LIVES)
			continue;
		ended(ctx, session, over);
		vdt_sessions_end(session);
	}
}

/* What there is, seen from one account. */
struct census {
	unsigned int all, own;
	struct vdt_session *idlest; /* of its own */
	struct vdt_session *free;
};

static struct census take_census(struct vdt_sessions *sessions, uint32_t account)
{
	struct census census = {0};

	for (unsigned int i = 0; i < VDT_SESSIONS; i++) {
		struct vdt_session *session = &sessions->session[i];

		if (!session->account) {
			census.free = session;
			continue;
		}
		census.all++;
		if (session->account != account)
			continue;
		census.own++;
		if (!census.idlest || session->used < census.idlest->used)
			census.idlest = session;
	}
	return census;
}

struct vdt_session *vdt_sessions_add(struct vdt_sessions *sessions,
				     const struct vdt_session *session, uint64_t now,
				     vdt_session_ended ended, void *ctx)
{
	struct vdt_session *place;
	struct census census;

	vdt_sessions_sweep(sessions, now, ended, ctx);
	census = take_census(sessions, session->account);
	place = census.free;
	if (census.all >= sessions->limits.total || census.own >= sessions->limits.per_account)
		place = census.idlest;
	if (!place)
		return NULL;
	if (place->account)
		ended(ctx, place, VDT_SESSION_CROWDED);
	*place = *session;
	place->created = place->used = place->proved = now;
	return place;
}

struct vdt_session *vdt_sessions_find(struct vdt_sessions *sessions,
				      const uint8_t digest[VDT_SHA256], enum vdt_carrier carrier,
				      uint64_t now)
{
	struct vdt_session *found = NULL;

	for (unsigned int i = 0; i < VDT_SESSIONS; i++)
		if (!CRYPTO_memcmp(sessions->session[i].digest, digest, VDT_SHA256))
			found = &sessions->session[i];
	if (!found || !found->account || found->carrier != carrier)
		return NULL;
	return judge(sessions, found, now) == VDT_SESSION_LIVES ? found : NULL;
}

struct vdt_session *vdt_sessions_by_id(struct vdt_sessions *sessions,
				       const uint8_t id[VDT_AUDIT_SESSION])
{
	for (unsigned int i = 0; i < VDT_SESSIONS; i++)
		if (sessions->session[i].account &&
		    !memcmp(sessions->session[i].id, id, VDT_AUDIT_SESSION))
			return &sessions->session[i];
	return NULL;
}

uint64_t vdt_sessions_deadline(const struct vdt_sessions *sessions)
{
	uint64_t first = UINT64_MAX;

	for (unsigned int i = 0; i < VDT_SESSIONS; i++) {
		const struct vdt_session *session = &sessions->session[i];

		if (session->account && idle_end(sessions, session) < first)
			first = idle_end(sessions, session);
		if (session->account && absolute_end(sessions, session) < first)
			first = absolute_end(sessions, session);
	}
	return first;
}

static uint32_t seconds_left(uint64_t end, uint64_t now)
{
	return end > now ? (uint32_t)((end - now) / VDT_NS_PER_SECOND) : 0;
}

uint32_t vdt_session_idle_left(const struct vdt_sessions *sessions,
			       const struct vdt_session *session, uint64_t now)
{
	return seconds_left(idle_end(sessions, session), now);
}

uint32_t vdt_session_absolute_left(const struct vdt_sessions *sessions,
				   const struct vdt_session *session, uint64_t now)
{
	return seconds_left(absolute_end(sessions, session), now);
}

bool vdt_session_is_fresh(const struct vdt_session *session, uint64_t now)
{
	return now < session->proved + VDT_SESSION_FRESH * VDT_NS_PER_SECOND;
}
