// SPDX-License-Identifier: BSD-3-Clause
#include "lib/nl/integrity.h"

#include <errno.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/msg.h>

#include "lib/nl/decode.h"
#include "lib/nl/exchange.h"
#include "lib/nl/fields.h"

struct count {
	uint8_t kind, reason;
	struct vdt_nl_denials denials;
};

static const struct vdt_nl_field count_fields[] = {
	FIELD(INTEGRITY_COUNT_KIND, NUMBER, struct count, kind),
	FIELD(INTEGRITY_COUNT_REASON, NUMBER, struct count, reason),
	FIELD(INTEGRITY_COUNT_REFUSED, NUMBER, struct count, denials.refused),
	FIELD(INTEGRITY_COUNT_OBSERVED, NUMBER, struct count, denials.observed),
};

static int take_count(const uint8_t *data, size_t len, void *obj)
{
	struct vdt_nl_integrity *integrity = obj;
	struct count count = {0};
	int ret = vdt_nl_fields_read(data, len, count_fields, COUNT(count_fields), &count);

	/* A newer module has more kinds and reasons. */
	if (ret || count.kind > VEDETTE_INTEGRITY_KIND_MAX ||
	    count.reason > VEDETTE_INTEGRITY_REASON_MAX)
		return ret;
	integrity->count[count.kind][count.reason] = count.denials;
	return 0;
}

static int take_algorithm(const uint8_t *data, size_t len, void *obj)
{
	struct vdt_nl_integrity *integrity = obj;

	if (integrity->n_algorithms == VDT_NL_ALGORITHMS)
		return 0;
	return vdt_nl_text_store(data, len, integrity->algorithms[integrity->n_algorithms++],
				 sizeof(integrity->algorithms[0]), true);
}

static const struct vdt_nl_field integrity_fields[] = {
	FIELD(INTEGRITY_STATE_ENFORCE, NUMBER, struct vdt_nl_integrity, enforce),
	FIELD(INTEGRITY_STATE_LOG, NUMBER, struct vdt_nl_integrity, log),
	TAKEN(INTEGRITY_STATE_COUNT, take_count),
	FIELD(INTEGRITY_STATE_CACHED, NUMBER, struct vdt_nl_integrity, cached),
	FIELD(INTEGRITY_STATE_CACHE_ROOM, NUMBER, struct vdt_nl_integrity, cache_room),
	FIELD(INTEGRITY_STATE_CACHE_BYTES, NUMBER, struct vdt_nl_integrity, cache_bytes),
	FIELD(INTEGRITY_STATE_HITS, NUMBER, struct vdt_nl_integrity, hits),
	FIELD(INTEGRITY_STATE_MISSES, NUMBER, struct vdt_nl_integrity, misses),
	TAKEN(INTEGRITY_STATE_ALGORITHM, take_algorithm),
	FIELD(INTEGRITY_STATE_FORGOTTEN, NUMBER, struct vdt_nl_integrity, forgotten),
};

int vdt_nl_decode_integrity(const void *attrs, size_t len, struct vdt_nl_integrity *ret_integrity)
{
	memset(ret_integrity, 0, sizeof(*ret_integrity));
	return vdt_nl_fields_read(attrs, len, integrity_fields, COUNT(integrity_fields),
				  ret_integrity);
}

static int take_integrity(const void *attrs, size_t len, void *ctx)
{
	return vdt_nl_decode_integrity(attrs, len, ctx);
}

int vdt_nl_integrity(struct vdt_nl *nl, struct vdt_nl_integrity *ret_integrity)
{
	struct nl_msg *msg = vdt_nl_request(nl, VEDETTE_CMD_INTEGRITY_GET, 0);

	return msg ? vdt_nl_transact(nl, msg, take_integrity, ret_integrity) : -ENOMEM;
}

static int take_digest(const uint8_t *data, size_t len, void *obj)
{
	struct vdt_nl_verdict *verdict = obj;

	if (len > sizeof(verdict->digest))
		return -EBADMSG;
	memcpy(verdict->digest, data, len);
	verdict->digest_len = len;
	return 0;
}

static const struct vdt_nl_field verdict_fields[] = {
	FIELD(VERDICT_REASON, NUMBER, struct vdt_nl_verdict, reason),
	TAKEN(VERDICT_DIGEST, take_digest),
	FIELD(VERDICT_KEY_ID, NUMBER, struct vdt_nl_verdict, key_id),
	FIELD(VERDICT_LABEL, NAME, struct vdt_nl_verdict, label),
	FIELD(VERDICT_BUILD, NUMBER, struct vdt_nl_verdict, build),
	FIELD(VERDICT_VERITY, FLAG, struct vdt_nl_verdict, verity),
	FIELD(VERDICT_DEVICE, NUMBER, struct vdt_nl_verdict, device),
	FIELD(VERDICT_INODE, NUMBER, struct vdt_nl_verdict, inode),
};

int vdt_nl_decode_verdict(const void *attrs, size_t len, struct vdt_nl_verdict *ret_verdict)
{
	memset(ret_verdict, 0, sizeof(*ret_verdict));
	return vdt_nl_fields_read(attrs, len, verdict_fields, COUNT(verdict_fields), ret_verdict);
}

static int take_verdict(const void *attrs, size_t len, void *ctx)
{
	return vdt_nl_decode_verdict(attrs, len, ctx);
}

int vdt_nl_integrity_check(struct vdt_nl *nl, int fd, struct vdt_nl_verdict *ret_verdict)
{
	struct nl_msg *msg = vdt_nl_request(nl, VEDETTE_CMD_INTEGRITY_CHECK, 0);

	if (!msg)
		return -ENOMEM;
	if (nla_put_s32(msg, VEDETTE_A_VERDICT_FD, fd)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	return vdt_nl_transact(nl, msg, take_verdict, ret_verdict);
}

VDT_NL_TAKER(row, struct vdt_nl_verdict, vdt_nl_decode_verdict);

int vdt_nl_verdicts(struct vdt_nl *nl,
		    void (*each)(const struct vdt_nl_verdict *verdict, void *ctx), void *ctx)
{
	struct row_taker taker = {each, ctx};

	return vdt_nl_list(nl, VEDETTE_CMD_VERDICT_GET, take_row, &taker);
}

static const struct vdt_nl_field denial_fields[] = {
	FIELD(DENIAL_KIND, NUMBER, struct vdt_nl_denial, kind),
	FIELD(DENIAL_REASON, NUMBER, struct vdt_nl_denial, reason),
	FIELD(DENIAL_OBSERVED, FLAG, struct vdt_nl_denial, observed),
	FIELD(DENIAL_EXECUTABLE, TEXT, struct vdt_nl_denial, executable),
	FIELD(DENIAL_PATH, TEXT, struct vdt_nl_denial, path),
	FIELD(DENIAL_COUNT, NUMBER, struct vdt_nl_denial, count),
	FIELD(DENIAL_FIRST, NUMBER, struct vdt_nl_denial, first),
	FIELD(DENIAL_LAST, NUMBER, struct vdt_nl_denial, last),
};

int vdt_nl_decode_denial(const void *attrs, size_t len, struct vdt_nl_denial *ret_denial)
{
	memset(ret_denial, 0, sizeof(*ret_denial));
	return vdt_nl_fields_read(attrs, len, denial_fields, COUNT(denial_fields), ret_denial);
}

VDT_NL_TAKER(denial, struct vdt_nl_denial, vdt_nl_decode_denial);

int vdt_nl_denials(struct vdt_nl *nl, void (*each)(const struct vdt_nl_denial *denial, void *ctx),
		   void *ctx)
{
	struct denial_taker taker = {each, ctx};

	return vdt_nl_list(nl, VEDETTE_CMD_DENIAL_GET, take_denial, &taker);
}

static int take_cleared(const void *attrs, size_t len, void *ctx)
{
	struct vdt_nl_denial denial;
	int ret = vdt_nl_decode_denial(attrs, len, &denial);

	*(uint32_t *)ctx = denial.count;
	return ret;
}

int vdt_nl_denials_clear(struct vdt_nl *nl, uint32_t *ret_count)
{
	struct nl_msg *msg = vdt_nl_request(nl, VEDETTE_CMD_DENIAL_CLEAR, 0);

	*ret_count = 0;
	return msg ? vdt_nl_transact(nl, msg, take_cleared, ret_count) : -ENOMEM;
}
