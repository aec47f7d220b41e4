// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/web/head.h"

#include <stdio.h>
#include <string.h>

#define FETCH_SITE "sec-fetch-site:"

static void complain(struct vdt_asked *asked, enum vdt_problem problem)
{
	if (!asked->fault)
		asked->fault = -1 - (int)problem;
}

/* One header, once. What is not there is empty. */
static void read_header(struct lws *wsi, enum lws_token_indexes token, char *ret, size_t room,
			struct vdt_asked *asked)
{
	int len = lws_hdr_total_length(wsi, token);

	*ret = '\0';
	if (!len)
		return;
	if (len >= (int)room || lws_hdr_copy(wsi, ret, (int)room, token) < 0)
		complain(asked, VDT_PROBLEM_HEADERS_TOO_LARGE);
	else if (strlen(ret) != (size_t)len)
		complain(asked, VDT_PROBLEM_BAD_REQUEST); /* a NUL in it */
	if (lws_hdr_fragment_length(wsi, token, 1))
		complain(asked, VDT_PROBLEM_BAD_REQUEST); /* said twice: two things */
}

/* Cookies may come in parts (RFC 9113 section 8.2.3). */
static void read_cookies(struct lws *wsi, struct vdt_asked *asked)
{
	char *cookie = asked->head.cookie;
	size_t room = sizeof(asked->head.cookie) - 2, used = 0; /* less the separator */
	int len, total = 0;

	for (int i = 0; used < room; i++) {
		len = lws_hdr_copy_fragment(wsi, cookie + used, (int)(room - used),
					    WSI_TOKEN_HTTP_COOKIE, i);
		if (len < 0)
			break;
		total += len;
		used += (size_t)len;
		memcpy(cookie + used++, ";", 2);
	}
	/* What does not fit looks like the end. */
	if (total != lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_COOKIE))
		complain(asked, VDT_PROBLEM_HEADERS_TOO_LARGE);
}

static void read_method(struct lws *wsi, struct vdt_asked *asked)
{
	static const struct {
		enum lws_token_indexes token;
		enum vdt_verb verb;
		enum vdt_method method;
	} verbs[] = {
		{WSI_TOKEN_GET_URI, VDT_VERB_ROUTED, VDT_GET},
		{WSI_TOKEN_HEAD_URI, VDT_VERB_HEAD, VDT_GET},
		{WSI_TOKEN_POST_URI, VDT_VERB_ROUTED, VDT_POST},
		{WSI_TOKEN_PUT_URI, VDT_VERB_ROUTED, VDT_PUT},
		{WSI_TOKEN_PATCH_URI, VDT_VERB_ROUTED, VDT_PATCH},
		{WSI_TOKEN_DELETE_URI, VDT_VERB_ROUTED, VDT_DELETE},
		{WSI_TOKEN_OPTIONS_URI, VDT_VERB_OPTIONS, VDT_GET},
	};

	asked->verb = VDT_VERB_UNKNOWN;
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		if (!lws_hdr_total_length(wsi, verbs[i].token))
			continue;
		asked->verb = verbs[i].verb;
		asked->method = verbs[i].method;
	}
}

static void read_path(struct lws *wsi, struct vdt_asked *asked)
{
	char *path;
	int len;

	if (lws_http_get_uri_and_method(wsi, &path, &len) < 0)
		complain(asked, VDT_PROBLEM_BAD_REQUEST);
	else if (len >= (int)sizeof(asked->head.path))
		complain(asked, VDT_PROBLEM_URI_TOO_LONG);
	else if (strlen(path) !=
		 (size_t)len) /* it ends paths at ; and & too, and hangs the rest to it */
		complain(asked, VDT_PROBLEM_BAD_REQUEST);
	else
		snprintf(asked->head.path, sizeof(asked->head.path), "%.*s", len, path);
}

static void read_queries(struct lws *wsi, struct vdt_asked *asked)
{
	char text[sizeof(struct vdt_parameter)];
	int len, total = 0;

	for (int i = 0;; i++) {
		len = lws_hdr_copy_fragment(wsi, text, sizeof(text), WSI_TOKEN_HTTP_URI_ARGS, i);
		if (len < 0)
			break;
		total += len + !!i;
		if (strlen(text) != (size_t)len || asked->n_queries == VDT_ROUTE_QUERIES ||
		    !vdt_strict_query(text, &asked->query[asked->n_queries++])) {
			complain(asked, VDT_PROBLEM_BAD_REQUEST);
			return;
		}
	}
	/* What does not fit looks like the end. */
	if (total != lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_URI_ARGS))
		complain(asked, VDT_PROBLEM_BAD_REQUEST);
}

/* libwebsockets keeps headers that it does not know in HTTP/1.1 only. A browser that speaks HTTP/2
 * says Origin as well, and that is looked at. */
static void read_site(struct lws *wsi, struct vdt_asked *asked)
{
	struct vdt_head *head = &asked->head;
	int len = lws_hdr_custom_length(wsi, FETCH_SITE, sizeof(FETCH_SITE) - 1);

	if (len >= (int)sizeof(head->site) ||
	    (len > 0 && lws_hdr_custom_copy(wsi, head->site, sizeof(head->site), FETCH_SITE,
					    sizeof(FETCH_SITE) - 1) < 0))
		complain(asked, VDT_PROBLEM_BAD_REQUEST);
}

void vdt_head_read(struct lws *wsi, struct vdt_asked *ret_asked)
{
	struct vdt_head *head = &ret_asked->head;
	const struct {
		enum lws_token_indexes token;
		char *text;
		size_t room;
	} rows[] = {
		{WSI_TOKEN_HTTP_CONTENT_LENGTH, head->length, sizeof(head->length)},
		{WSI_TOKEN_HTTP_CONTENT_TYPE, head->type, sizeof(head->type)},
		{WSI_TOKEN_ORIGIN, head->origin, sizeof(head->origin)},
		{WSI_TOKEN_HTTP_IF_MATCH, head->if_match, sizeof(head->if_match)},
		{WSI_TOKEN_HTTP_AUTHORIZATION, head->authorization, sizeof(head->authorization)},
		{WSI_TOKEN_X_AUTH_TOKEN, head->csrf, sizeof(head->csrf)},
	};

	memset(ret_asked, 0, sizeof(*ret_asked));
	head->http2 = lws_get_network_wsi(wsi) != wsi;
	read_method(wsi, ret_asked);
	read_path(wsi, ret_asked);
	read_queries(wsi, ret_asked);
	if (!head->http2)
		read_header(wsi, WSI_TOKEN_HTTP, head->version, sizeof(head->version), ret_asked);
	read_header(wsi, head->http2 ? WSI_TOKEN_HTTP_COLON_AUTHORITY : WSI_TOKEN_HOST, head->host,
		    sizeof(head->host), ret_asked);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		read_header(wsi, rows[i].token, rows[i].text, rows[i].room, ret_asked);
	read_cookies(wsi, ret_asked);
	head->coded = lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0;
	read_site(wsi, ret_asked);
}
