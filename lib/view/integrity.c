// SPDX-License-Identifier: BSD-3-Clause
#include "lib/view/integrity.h"

#include "lib/nl/names.h"
#include "lib/view/value.h"

enum { KINDS = VEDETTE_INTEGRITY_KIND_MAX + 1, REASONS = VEDETTE_INTEGRITY_REASON_MAX + 1 };

const char *vdt_integrity_mode_words(const struct vdt_nl_integrity *state, unsigned int kind)
{
	if (kind == VEDETTE_INTEGRITY_KIND_LOCK)
		return "-"; /* is enforced once locked, whatever the policy says */
	if (state->enforce & 1u << kind)
		return "enforce";
	return state->log & 1u << kind ? "log" : "off";
}

static json_t *counts_json(const struct vdt_nl_integrity *state)
{
	json_t *array = json_array();
	unsigned int kind, reason;

	for (kind = 0; kind < KINDS; kind++)
		for (reason = 0; reason < REASONS; reason++) {
			const struct vdt_nl_denials *count = &state->count[kind][reason];

			if (count->refused || count->observed)
				json_array_append_new(
					array, json_pack("{s:s, s:s, s:I, s:I}", "kind",
							 vdt_nl_integrity_kind_name(kind), "reason",
							 vdt_nl_integrity_reason_name(reason),
							 "refused", (json_int_t)count->refused,
							 "observed", (json_int_t)count->observed));
		}
	return array;
}

json_t *vdt_view_integrity_modes(const struct vdt_nl_integrity *state)
{
	json_t *modes = json_object();
	unsigned int i;

	for (i = 0; i < KINDS; i++)
		if (i != VEDETTE_INTEGRITY_KIND_LOCK)
			json_object_set_new(modes, vdt_nl_integrity_kind_name(i),
					    json_string(vdt_integrity_mode_words(state, i)));
	return modes;
}

json_t *vdt_view_integrity(const struct vdt_nl_integrity *state)
{
	json_t *algorithms = json_array();
	unsigned int i;

	for (i = 0; i < state->n_algorithms; i++)
		json_array_append_new(algorithms, vdt_json_text(state->algorithms[i]));
	return json_pack("{s:o, s:o, s:{s:I, s:I, s:I, s:I, s:I}, s:o}", "modes",
			 vdt_view_integrity_modes(state), "counts", counts_json(state), "cache",
			 "files", (json_int_t)state->cached, "room", (json_int_t)state->cache_room,
			 "bytes", (json_int_t)state->cache_bytes, "hits", (json_int_t)state->hits,
			 "misses", (json_int_t)state->misses, "signatures", algorithms);
}

json_t *vdt_view_denial(const struct vdt_nl_denial *denial)
{
	return json_pack("{s:s, s:s, s:b, s:o, s:o, s:I, s:I, s:I}", "kind",
			 vdt_nl_integrity_kind_name(denial->kind), "reason",
			 vdt_nl_integrity_reason_name(denial->reason), "observed", denial->observed,
			 "executable", vdt_json_text(denial->executable), "path",
			 vdt_json_text(denial->path), "count", (json_int_t)denial->count, "first",
			 (json_int_t)denial->first, "last", (json_int_t)denial->last);
}
