// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <stdio.h>

#include <openssl/crypto.h>

#include "daemon/stream/sdp.h"
#include "daemon/stream/session.h"
#include "daemon/stream/transport.h"
#include "lib/crypto/random.h"

#define IN(state) (1u << VDT_SESSION_##state)
#define ALWAYS	  (IN(INIT) | IN(READY) | IN(PLAYING))

/* What a request must bring along. */
enum {
	LOGIN = 1,   /* a known account */
	STREAM = 2,  /* the URL of the stream or of its track */
	SESSION = 4, /* the id that this connection got */
};

struct method {
	const char *name;
	unsigned int needs;
	unsigned int states;
	struct vdt_verdict (*judge)(struct vdt_session *session, const struct vdt_session_env *env,
				    const struct vdt_rtsp *req);
};

static struct vdt_verdict refuse(unsigned int status)
{
	return (struct vdt_verdict){.status = status};
}

static struct vdt_verdict accept_as(enum vdt_action action)
{
	return (struct vdt_verdict){.status = 200, .action = action};
}

static struct vdt_verdict judge_options(struct vdt_session *session,
					const struct vdt_session_env *env,
					const struct vdt_rtsp *req)
{
	return (struct vdt_verdict){.status = 200, .allow = true};
}

static struct vdt_verdict judge_describe(struct vdt_session *session,
					 const struct vdt_session_env *env,
					 const struct vdt_rtsp *req)
{
	return accept_as(VDT_ACTION_DESCRIBE);
}

static int make_id(struct vdt_session *session)
{
	unsigned char bytes[(VDT_SESSION_ID_ROOM - 1) / 2];

	if (vdt_random(bytes, sizeof(bytes)))
		return -EIO;
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(session->id + 2 * i, 3, "%02x", bytes[i]);
	return 0;
}

static struct vdt_verdict judge_setup(struct vdt_session *session,
				      const struct vdt_session_env *env, const struct vdt_rtsp *req)
{
	int err = vdt_transport_parse(vdt_rtsp_get(req, "Transport"));

	if (err)
		return refuse(err == -EBADMSG ? 400 : 461);
	if (session->state == VDT_SESSION_READY)
		return accept_as(VDT_ACTION_NONE);
	if (env->full)
		return refuse(453);
	if (make_id(session))
		return refuse(503);
	session->state = VDT_SESSION_READY;
	return accept_as(VDT_ACTION_SETUP);
}

static struct vdt_verdict judge_play(struct vdt_session *session, const struct vdt_session_env *env,
				     const struct vdt_rtsp *req)
{
	if (session->state == VDT_SESSION_PLAYING)
		return accept_as(VDT_ACTION_NONE);
	session->state = VDT_SESSION_PLAYING;
	return accept_as(VDT_ACTION_PLAY);
}

static struct vdt_verdict judge_pause(struct vdt_session *session,
				      const struct vdt_session_env *env, const struct vdt_rtsp *req)
{
	if (session->state == VDT_SESSION_READY)
		return accept_as(VDT_ACTION_NONE);
	session->state = VDT_SESSION_READY;
	return accept_as(VDT_ACTION_PAUSE);
}

static struct vdt_verdict judge_teardown(struct vdt_session *session,
					 const struct vdt_session_env *env,
					 const struct vdt_rtsp *req)
{
	session->state = VDT_SESSION_INIT;
	memset(session->id, 0, sizeof(session->id));
	return accept_as(VDT_ACTION_TEARDOWN);
}

/* Empty, it is a sign of life (RFC 2326, 10.8); parameters of our own we have none. */
static struct vdt_verdict judge_parameter(struct vdt_session *session,
					  const struct vdt_session_env *env,
					  const struct vdt_rtsp *req)
{
	return req->body.len ? refuse(451) : accept_as(VDT_ACTION_NONE);
}

static struct vdt_verdict judge_foreign(struct vdt_session *session,
					const struct vdt_session_env *env,
					const struct vdt_rtsp *req)
{
	return (struct vdt_verdict){.status = 405, .allow = true};
}

static const struct method methods[] = {
	/* name           needs                     states                  verdict */
	{"OPTIONS", 0, ALWAYS, judge_options},
	{"DESCRIBE", LOGIN | STREAM, ALWAYS, judge_describe},
	{"SETUP", LOGIN | STREAM, IN(INIT) | IN(READY), judge_setup},
	{"PLAY", LOGIN | STREAM | SESSION, IN(READY) | IN(PLAYING), judge_play},
	{"PAUSE", LOGIN | STREAM | SESSION, IN(READY) | IN(PLAYING), judge_pause},
	{"TEARDOWN", LOGIN | STREAM | SESSION, IN(READY) | IN(PLAYING), judge_teardown},
	{"GET_PARAMETER", LOGIN, ALWAYS, judge_parameter},
	{"SET_PARAMETER", LOGIN, ALWAYS, judge_parameter},
	{"ANNOUNCE", LOGIN, ALWAYS, judge_foreign},
	{"RECORD", LOGIN, ALWAYS, judge_foreign},
	{"REDIRECT", LOGIN, ALWAYS, judge_foreign},
};

const char vdt_session_methods[] =
	"OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, TEARDOWN, GET_PARAMETER, SET_PARAMETER";

static const struct method *find_method(struct vdt_span name)
{
	for (size_t i = 0; i < sizeof(methods) / sizeof(*methods); i++)
		if (vdt_span_is(name, methods[i].name))
			return &methods[i];
	return NULL;
}

/* "/main", "/main/" or "/main/track1". */
static bool is_stream(const struct vdt_session_env *env, struct vdt_span url)
{
	struct vdt_span path = vdt_rtsp_path(url);
	size_t len = strlen(env->path);

	if (!len || path.len < len || memcmp(path.at, env->path, len))
		return false;
	path.at += len;
	path.len -= len;
	return !path.len || vdt_span_is(path, "/") || vdt_span_is(path, "/" VDT_SDP_TRACK);
}

/* "id" or "id;timeout=60". */
static bool is_session(const struct vdt_session *session, struct vdt_span value)
{
	struct vdt_span id = vdt_span_trim(vdt_span_cut(&value, ';'));

	return session->id[0] && id.len == VDT_SESSION_ID_ROOM - 1 &&
	       !CRYPTO_memcmp(id.at, session->id, id.len);
}

static unsigned int check_head(const struct vdt_rtsp *req)
{
	unsigned long cseq;

	if (!vdt_span_is(req->version, "RTSP/1.0"))
		return 505;
	if (vdt_span_number(vdt_rtsp_get(req, "CSeq"), UINT32_MAX, &cseq))
		return 400;
	if (vdt_rtsp_get(req, "Require").at || vdt_rtsp_get(req, "Proxy-Require").at)
		return 551;
	return 0;
}

static unsigned int check_needs(const struct vdt_session *session,
				const struct vdt_session_env *env, const struct method *method,
				const struct vdt_rtsp *req)
{
	struct vdt_span id = vdt_rtsp_get(req, "Session");

	/* Before the login there is nothing to be learned, not even whether a stream exists. */
	if (method->needs & LOGIN && !session->login)
		return 401;
	if (method->needs & STREAM && !is_stream(env, req->url))
		return 404;
	if ((method->needs & SESSION || id.at) && !is_session(session, id))
		return 454;
	if (!(method->states & 1u << session->state))
		return 455;
	return 0;
}

struct vdt_verdict vdt_session_judge(struct vdt_session *session, const struct vdt_session_env *env,
				     const struct vdt_rtsp *req)
{
	const struct method *method = find_method(req->method);
	unsigned int status = check_head(req);

	if (!status && !method)
		status = 501;
	if (!status)
		status = check_needs(session, env, method, req);
	return status ? refuse(status) : method->judge(session, env, req);
}
