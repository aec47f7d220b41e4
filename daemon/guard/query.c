// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/guard/query.h"

#include <errno.h>

#include "daemon/guard/ports.h"
#include "lib/nl/bans.h"
#include "lib/nl/client.h"
#include "lib/nl/integrity.h"
#include "lib/nl/lock.h"
#include "lib/policy/blob.h"
#include "lib/policy/print.h"
#include "lib/view/bans.h"
#include "lib/view/conns.h"
#include "lib/view/feeds.h"
#include "lib/view/integrity.h"
#include "lib/view/stats.h"
#include "lib/view/status.h"

#define TRIES 5 /* while the policy changes under a list */

/* Defines tell_NAME(): a list that @get gets, each row a TYPE that @view makes JSON of, between
 * @before and @after. */
#define LIST(name, type, get, view, before, after) \
	static void add_##name(const type *row, void *answer) \
	{ \
		vdt_answer_row(answer, view(row)); \
	} \
	static int tell_##name(const struct vdt_kernel *kernel, struct vdt_answer *answer) \
	{ \
		int err; \
\
		vdt_answer_text(answer, before); \
		err = get(kernel->nl, add_##name, answer); \
		vdt_answer_text(answer, after); \
		return err; \
	}

LIST(services, struct vdt_nl_service, vdt_nl_services, vdt_service_json, "[", "]")
LIST(conns, struct vdt_nl_conn, vdt_nl_conns, vdt_view_conn, "[", "]")
LIST(sources, struct vdt_nl_source, vdt_nl_sources, vdt_view_source, "[", "]")
LIST(limits, struct vdt_nl_limit, vdt_nl_limits, vdt_view_limit, "[", "]")
LIST(bans, struct vdt_nl_ban, vdt_nl_bans, vdt_view_ban, "{\"bans\":[", "]}")
LIST(feeds, struct vdt_nl_feed, vdt_nl_feeds, vdt_view_feed, "[", "]")

static void add_lock_item(const struct vdt_nl_part *item, void *array)
{
	json_array_append_new(array, vdt_view_lock_item(item));
}

static int tell_status(const struct vdt_kernel *kernel, struct vdt_answer *answer)
{
	struct vdt_nl_integrity integrity;
	struct vdt_nl_status status;
	json_t *items = json_array();
	int err = items ? vdt_nl_status(kernel->nl, &status) : -ENOMEM;

	if (!err)
		err = vdt_nl_integrity(kernel->nl, &integrity);
	if (!err)
		err = vdt_nl_lock_items(kernel->nl, add_lock_item, items);
	if (err)
		json_decref(items);
	else
		vdt_answer_json(answer, vdt_view_status(&status, &integrity, items));
	return err;
}

static int tell_stats(const struct vdt_kernel *kernel, struct vdt_answer *answer)
{
	struct vdt_services services = {0};
	struct vdt_nl_stats stats;
	int err = vdt_nl_stats(kernel->nl, &stats);

	if (!err)
		err = vdt_services_get(kernel->nl, &services);
	if (!err)
		vdt_answer_json(answer, vdt_view_stats(&stats, &services));
	vdt_services_done(&services);
	return err;
}

static int tell_image(const struct vdt_nl_image *image, struct vdt_answer *answer)
{
	struct vdt_model_error error;
	struct vdt_model model;
	int err = vdt_blob_decode(image->blob, image->blob_len, &model, &error);

	if (err)
		return err;
	vdt_answer_json(answer, vdt_policy_json(&model));
	vdt_model_done(&model);
	return 0;
}

static int tell_policy(const struct vdt_kernel *kernel, struct vdt_answer *answer)
{
	struct vdt_nl_image image;
	int err = vdt_nl_policy_get(kernel->nl, &image);

	if (err)
		return err;
	err = image.blob_len ? tell_image(&image, answer) : -ENOENT;
	vdt_nl_image_done(&image);
	return err;
}

static int tell_integrity(const struct vdt_kernel *kernel, struct vdt_answer *answer)
{
	struct vdt_nl_integrity state;
	int err = vdt_nl_integrity(kernel->nl, &state);

	if (!err)
		vdt_answer_json(answer, vdt_view_integrity(&state));
	return err;
}

static void add_denial(const struct vdt_nl_denial *denial, void *answer)
{
	vdt_answer_row(answer, vdt_view_denial(denial));
}

static int tell_denials(const struct vdt_kernel *kernel, struct vdt_answer *answer)
{
	struct vdt_nl_integrity state;
	int err;

	vdt_answer_text(answer, "{\"denials\":[");
	err = vdt_nl_denials(kernel->nl, add_denial, answer);
	if (!err)
		err = vdt_nl_integrity(kernel->nl, &state);
	if (err)
		return err;
	vdt_answer_text(answer, "],\"forgotten\":");
	vdt_answer_json(answer, json_integer((json_int_t)state.forgotten));
	vdt_answer_text(answer, "}");
	return 0;
}

static int tell_ports(const struct vdt_kernel *kernel, struct vdt_answer *answer)
{
	return vdt_ports_tell(kernel->nl, kernel->diag, answer);
}

static const uint8_t classes[VDT_QUERY_END] = {
#define ROW(name, class) [VDT_QUERY_##name] = VDT_CLASS_##class,
	VDT_QUERIES(ROW)
#undef ROW
};

static int (*const tellers[VDT_QUERY_END])(const struct vdt_kernel *kernel,
					   struct vdt_answer *answer) = {
	[VDT_QUERY_STATUS] = tell_status,	[VDT_QUERY_PORTS] = tell_ports,
	[VDT_QUERY_SERVICES] = tell_services,	[VDT_QUERY_CONNECTIONS] = tell_conns,
	[VDT_QUERY_SOURCES] = tell_sources,	[VDT_QUERY_LIMITS] = tell_limits,
	[VDT_QUERY_BANS] = tell_bans,		[VDT_QUERY_STATS] = tell_stats,
	[VDT_QUERY_POLICY] = tell_policy,	[VDT_QUERY_FEEDS] = tell_feeds,
	[VDT_QUERY_INTEGRITY] = tell_integrity, [VDT_QUERY_DENIALS] = tell_denials,
};

unsigned int vdt_query_class(unsigned int what)
{
	return what < VDT_QUERY_END ? classes[what] : VDT_CLASS_END;
}

int vdt_query_tell(const struct vdt_kernel *kernel, const struct vdt_msg_QUERY *query,
		   struct vdt_answer *answer)
{
	int err = -EAGAIN;

	if (query->what >= VDT_QUERY_END)
		return -EINVAL;
	for (int i = 0; err == -EAGAIN && i < TRIES; i++) {
		vdt_answer_done(answer);
		answer->skip = query->after;
		answer->most = query->limit;
		err = tellers[query->what](kernel, answer);
	}
	return err ? err : answer->err;
}
