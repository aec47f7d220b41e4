// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/transcript.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "lib/audit/export.h"
#include "lib/base/cleanup.h"
#include "lib/crypto/base64.h"

/* The bytes of the item in a line; @ret_header tells whether it is a header. Returns their number
 * or -EBADMSG. */
static int parse_line(const char *line, size_t len, uint8_t buf[VDT_SEGMENT_ITEM_MAX],
		      bool *ret_header)
{
	json_t *object = json_loadb(line, len, JSON_REJECT_DUPLICATES, NULL);
	const char *raw = json_string_value(json_object_get(object, "raw"));
	int n = -EBADMSG;

	if (raw)
		n = vdt_base64_decode(raw, strlen(raw), buf, VDT_SEGMENT_ITEM_MAX);
	*ret_header = json_object_get(object, "segment") != NULL;
	json_decref(object);
	return n;
}

/* Is the line what the item prints? */
static int compare_line(const struct vdt_audit_item *item, const char *line, size_t len)
{
	char *again = NULL;
	size_t again_len = 0;
	FILE *out = open_memstream(&again, &again_len);
	int err;

	if (!out)
		return -ENOMEM;
	err = vdt_audit_export(item, out);
	if (fclose(out) && !err)
		err = -ENOMEM;
	if (!err && (again_len != len || memcmp(again, line, len)))
		err = -EBADMSG;
	free(again);
	return err;
}

static int take_line(struct vdt_audit_report *report, const char *line, size_t len)
{
	uint8_t buf[VDT_SEGMENT_ITEM_MAX];
	struct vdt_audit_item item;
	struct vdt_chain *chain = &report->chain, next = *chain;
	bool header;
	int err, n = parse_line(line, len, buf, &header);

	report->kind = VDT_ITEM_RECORD;
	if (n < 0)
		return n;
	err = vdt_chain_take(&next, header, buf, (size_t)n, &item);
	report->kind = item.kind;
	if (err >= 0)
		err = err == n ? compare_line(&item, line, len) : -EBADMSG;
	if (!err)
		*chain = next;
	return err == -ENODATA ? -EBADMSG : err;
}

/* A last line without its newline was cut off. */
static int read_line(FILE *file, char **line, size_t *room, ssize_t *ret_len)
{
	errno = 0;
	*ret_len = getline(line, room, file);
	if (*ret_len < 0)
		return errno ? -errno : 0;
	return (*line)[*ret_len - 1] == '\n' ? 1 : -ENODATA;
}

int vdt_transcript_verify(FILE *file, const struct vdt_unit *unit,
			  const struct vdt_checkpoint *known, struct vdt_audit_report *ret_report)
{
	_cleanup_free_ char *line = NULL;
	size_t room = 0;
	ssize_t len;
	int err;

	memset(ret_report, 0, sizeof(*ret_report));
	vdt_chain_init(&ret_report->chain);
	ret_report->chain.unit = unit;
	ret_report->chain.known = known;
	while ((err = read_line(file, &line, &room, &len)) > 0) {
		ret_report->offset++;
		err = take_line(ret_report, line, (size_t)len);
		if (err)
			break;
	}
	if (!ret_report->offset && !err)
		return -ENODATA;
	if (err == -EBADMSG)
		ret_report->state = VDT_LOG_ALTERED;
	else if (err == -ENODATA)
		ret_report->state = VDT_LOG_CUT;
	else if (!err)
		ret_report->state = vdt_chain_judge(&ret_report->chain);
	return err == -EBADMSG || err == -ENODATA ? 0 : err;
}
