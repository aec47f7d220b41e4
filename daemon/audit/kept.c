// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/kept.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/file.h"

#define ROOM 64
/* The bounds of the policy. */
#define RING_MIN (1ull << 20)
#define RING_MAX (1ull << 28)

void vdt_kept_load(const char *path, struct vdt_journal_settings *ret_settings)
{
	uint8_t *text;
	uint64_t ring;
	char word[8];
	size_t len;

	*ret_settings = VDT_JOURNAL_DEFAULTS;
	if (vdt_file_read(path, ROOM, &text, &len))
		return;
	if (sscanf((const char *)text, "ring %" SCNu64 " on_full %7s", &ring, word) == 2 &&
	    ring >= RING_MIN && ring <= RING_MAX) {
		ret_settings->ring = ring;
		ret_settings->stop_on_full = !strcmp(word, "stop");
	}
	free(text);
}

int vdt_kept_store(const char *path, const struct vdt_journal_settings *settings)
{
	struct vdt_journal_settings kept;
	char text[ROOM];
	int len;

	vdt_kept_load(path, &kept);
	if (kept.ring == settings->ring && kept.stop_on_full == settings->stop_on_full)
		return 0;
	len = snprintf(text, sizeof(text), "ring %" PRIu64 " on_full %s\n", settings->ring,
		       settings->stop_on_full ? "stop" : "overwrite");
	return vdt_file_write(path, text, (size_t)len, 0600);
}
