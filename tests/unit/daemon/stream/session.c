// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <stdio.h>

#include "daemon/stream/session.h"

#define TCP "RTP/AVP/TCP;unicast;interleaved=0-1"

static const struct vdt_session_env env = {.path = "/main"};
static const char id[] = "0123456789abcdef0123456789abcdef";
static const char other_id[] = "f123456789abcdef0123456789abcdef";

static struct vdt_session make(enum vdt_session_state state)
{
	struct vdt_session session = {.state = state, .login = true};

	if (state != VDT_SESSION_INIT)
		memcpy(session.id, id, sizeof(id));
	return session;
}

static struct vdt_verdict ask(struct vdt_session *session, const char *method, const char *url,
			      const char *headers)
{
	char text[VDT_RTSP_HEAD];
	struct vdt_rtsp req;

	snprintf(text, sizeof(text), "%s %s RTSP/1.0\r\nCSeq: 1\r\n%s\r\n", method, url, headers);
	cr_assert(vdt_rtsp_request(text, strlen(text), 8, &req) == 1, "%s", text);
	return vdt_session_judge(session, &env, &req);
}

#define SESSION "Session: 0123456789abcdef0123456789abcdef\r\n"

/* Every method in every state, with what it needs. */
static const struct {
	const char *method;
	const char *headers;
	unsigned int init, ready, playing;
} states[] = {
	{"OPTIONS", "", 200, 200, 200},
	{"DESCRIBE", "", 200, 200, 200},
	{"SETUP", "Transport: " TCP "\r\n", 200, 200, 455},
	{"PLAY", SESSION, 454, 200, 200},
	{"PAUSE", SESSION, 454, 200, 200},
	{"TEARDOWN", SESSION, 454, 200, 200},
	{"GET_PARAMETER", "", 200, 200, 200},
	{"SET_PARAMETER", "", 200, 200, 200},
	{"ANNOUNCE", "", 405, 405, 405},
	{"RECORD", "", 405, 405, 405},
	{"REDIRECT", "", 405, 405, 405},
	{"options", "", 501, 501, 501},
	{"WATCH", "", 501, 501, 501},
};

Test(session, every_method_in_every_state)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
		const unsigned int expected[] = {states[i].init, states[i].ready,
						 states[i].playing};

		for (int state = VDT_SESSION_INIT; state <= VDT_SESSION_PLAYING; state++) {
			struct vdt_session session = make(state);
			unsigned int got =
				ask(&session, states[i].method, "rtsps://c/main", states[i].headers)
					.status;

			cr_expect(got == expected[state], "%s in %d: %u, not %u", states[i].method,
				  state, got, expected[state]);
		}
	}
}

/* A session of one connection is unknown on every other, and so is a wrong id. */
Test(session, foreign_ids)
{
	static const char *const methods[] = {"PLAY",	  "PAUSE",	   "TEARDOWN",
					      "DESCRIBE", "GET_PARAMETER", "SETUP"};
	static const char *const headers[] = {
		"Session: f123456789abcdef0123456789abcdef\r\n",
		"Session: 0123456789abcdef0123456789abcde\r\n",
		"Session: \r\n",
		"Session: 0123456789abcdef0123456789abcdef0\r\n",
	};

	for (size_t m = 0; m < sizeof(methods) / sizeof(*methods); m++) {
		for (size_t h = 0; h < sizeof(headers) / sizeof(*headers); h++) {
			struct vdt_session session = make(VDT_SESSION_READY);

			cr_expect(ask(&session, methods[m], "rtsps://c/main", headers[h]).status ==
					  454,
				  "%s with %s", methods[m], headers[h]);
			cr_expect(session.state == VDT_SESSION_READY);
		}
		struct vdt_session fresh = make(VDT_SESSION_INIT);

		cr_expect(ask(&fresh, methods[m], "rtsps://c/main", SESSION).status == 454,
			  "%s on a second connection", methods[m]);
	}
	cr_expect(strcmp(id, other_id));
}

Test(session, nothing_is_told_before_the_login)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
		struct vdt_session session = {0};
		unsigned int here, nowhere;

		here = ask(&session, states[i].method, "rtsps://c/main", states[i].headers).status;
		nowhere = ask(&session, states[i].method, "rtsps://c/no", states[i].headers).status;
		cr_expect(here == nowhere, "%s tells whether a stream exists", states[i].method);
		cr_expect(session.state == VDT_SESSION_INIT);
	}
}

static const struct {
	const char *url;
	unsigned int expected;
} urls[] = {
	{"rtsps://c/main", 200},
	{"rtsp://c/main", 200},
	{"rtsps://c/main/", 200},
	{"rtsps://c/main?x=1", 200},
	{"rtsps://c/main2", 404},
	{"rtsps://c/mai", 404},
	{"rtsps://c/", 404},
	{"rtsps://c", 404},
	{"*", 404},
	{"rtsps://c/main/..", 404},
	{"rtsps://c//main", 404},
	{"/main", 404},
	{"rtsps://c/MAIN", 404},
	{"rtsps://c/main/track1", 200},
	{"rtsps://c/main/track2", 404},
};

Test(session, urls)
{
	for (size_t i = 0; i < sizeof(urls) / sizeof(*urls); i++) {
		struct vdt_session session = make(VDT_SESSION_INIT);

		cr_expect(ask(&session, "DESCRIBE", urls[i].url, "").status == urls[i].expected,
			  "%s", urls[i].url);
	}
}

static const struct {
	const char *transport;
	unsigned int expected;
	const char *why;
} transports[] = {
	{TCP, 200, "ffmpeg"},
	{"RTP/AVP/TCP;unicast", 200, "the channels are ours to choose"},
	{"rtp/avp/tcp;unicast;interleaved=4-5", 200, "others are answered with ours"},
	{"RTP/AVP/TCP;interleaved=0;mode=\"PLAY\"", 200, "one channel, quoted mode"},
	{"RTP/AVP;unicast;client_port=5000-5001,RTP/AVP/TCP", 200, "the second choice will do"},
	{"RTP/AVP;unicast;client_port=5000-5001", 461, "clear UDP"},
	{"RTP/AVP/UDP;unicast;client_port=5000-5001", 461, "clear UDP by its long name"},
	{"RTP/AVP;multicast", 461, "clear multicast"},
	{"RTP/AVP/TCP;multicast", 461, "multicast inside TCP is nothing"},
	{"RTP/SAVP;unicast;client_port=5000-5001", 461, "SRTP is not offered"},
	{"RTP/AVP/TCP;unicast;mode=record", 461, "nobody sends to us"},
	{"RAW/RAW/UDP;unicast", 461, "not RTP"},
	{"RTP/AVP;unicast;destination=203.0.113.9;client_port=9-10", 461, "aimed at others"},
	{"RTP/AVP/TCP;unicast;interleaved=256-257", 400, "no such channels"},
	{"RTP/AVP/TCP;unicast;interleaved=1-0", 400, "backwards"},
	{"RTP/AVP/TCP;unicast;interleaved=", 400, "no channel"},
	{"RTP/AVP/TCP;unicast;interleaved=-1", 400, "a negative one"},
	{"", 400, "empty"},
	{";;;", 400, "no profile"},
	{",", 400, "no alternative"},
};

Test(session, every_transport)
{
	for (size_t i = 0; i < sizeof(transports) / sizeof(*transports); i++) {
		struct vdt_session session = make(VDT_SESSION_INIT);
		char header[256];
		unsigned int got;

		snprintf(header, sizeof(header), "Transport: %s\r\n", transports[i].transport);
		got = ask(&session, "SETUP", "rtsps://c/main/track1", header).status;
		cr_expect(got == transports[i].expected, "%s: %u", transports[i].why, got);
		cr_expect(!session.id[0] == (got != 200), "%s: an id", transports[i].why);
	}
}

static const struct {
	const char *request;
	unsigned int expected;
	const char *why;
} heads[] = {
	{"OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n", 200, "the plain one"},
	{"OPTIONS * RTSP/2.0\r\nCSeq: 1\r\n\r\n", 505, "another version"},
	{"OPTIONS * RTSP/1.0\r\n\r\n", 400, "no CSeq"},
	{"OPTIONS * RTSP/1.0\r\nCSeq: x\r\n\r\n", 400, "CSeq is a number"},
	{"OPTIONS * RTSP/1.0\r\nCSeq: 4294967296\r\n\r\n", 400, "of 32 bits"},
	{"OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nRequire: x\r\n\r\n", 551, "nothing special here"},
	{"OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nProxy-Require: x\r\n\r\n", 551, "nor for proxies"},
	{"GET_PARAMETER * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 2\r\n\r\nab", 451, "unknown"},
	{"SET_PARAMETER * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 2\r\n\r\nab", 451, "unknown"},
};

Test(session, heads)
{
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
		struct vdt_session session = make(VDT_SESSION_INIT);
		struct vdt_rtsp req;

		cr_assert(vdt_rtsp_request(heads[i].request, strlen(heads[i].request), 8, &req));
		cr_expect(vdt_session_judge(&session, &env, &req).status == heads[i].expected, "%s",
			  heads[i].why);
	}
}

Test(session, a_full_house_refuses_newcomers_only)
{
	const struct vdt_session_env full = {.path = "/main", .full = true};
	const char *text = "SETUP rtsps://c/main RTSP/1.0\r\nCSeq: 1\r\nTransport: " TCP "\r\n\r\n";
	struct vdt_session session = make(VDT_SESSION_INIT);
	struct vdt_rtsp req;

	cr_assert(vdt_rtsp_request(text, strlen(text), 0, &req) == 1);
	cr_expect(vdt_session_judge(&session, &full, &req).status == 453);
	cr_expect(session.state == VDT_SESSION_INIT && !session.id[0]);
	session = make(VDT_SESSION_READY);
	cr_expect(vdt_session_judge(&session, &full, &req).status == 200);
}

Test(session, a_life)
{
	struct vdt_session session = make(VDT_SESSION_INIT), second = session;
	char header[64];

	cr_expect(ask(&session, "SETUP", "rtsps://c/main", "Transport: " TCP "\r\n").action ==
		  VDT_ACTION_SETUP);
	ask(&second, "SETUP", "rtsps://c/main", "Transport: " TCP "\r\n");
	cr_expect(strlen(session.id) == 32 && strcmp(session.id, second.id), "ids are random");
	snprintf(header, sizeof(header), "Session: %s;timeout=60\r\n", session.id);
	cr_expect(ask(&session, "PLAY", "rtsps://c/main", header).action == VDT_ACTION_PLAY);
	cr_expect(ask(&session, "PLAY", "rtsps://c/main", header).action == VDT_ACTION_NONE);
	cr_expect(ask(&session, "PAUSE", "rtsps://c/main", header).action == VDT_ACTION_PAUSE);
	cr_expect(ask(&session, "PLAY", "rtsps://c/main", header).action == VDT_ACTION_PLAY);
	cr_expect(ask(&session, "TEARDOWN", "rtsps://c/main", header).action ==
		  VDT_ACTION_TEARDOWN);
	cr_expect(session.state == VDT_SESSION_INIT && !session.id[0]);
	cr_expect(ask(&session, "PLAY", "rtsps://c/main", header).status == 454);
}
