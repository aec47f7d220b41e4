// SPDX-License-Identifier: BSD-3-Clause
/* The requests of the family: attributes in, structs out. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/msg.h>

#include "lib/nl/decode.h"
#include "lib/nl/exchange.h"

#define BLOB_LEN_MAX	  (64u << 20) /* far above what the module takes */
#define SIGNATURE_LEN_MAX (64u << 10)

static int take_status(const void *attrs, size_t len, void *ctx)
{
	return vdt_nl_decode_status(attrs, len, ctx);
}

int vdt_nl_status(struct vdt_nl *nl, struct vdt_nl_status *ret_status)
{
	struct nl_msg *msg = vdt_nl_request(nl, VEDETTE_CMD_STATUS_GET, 0);

	return msg ? vdt_nl_transact(nl, msg, take_status, ret_status) : -ENOMEM;
}

static int take_stats(const void *attrs, size_t len, void *ctx)
{
	return vdt_nl_decode_stats(attrs, len, ctx);
}

int vdt_nl_stats(struct vdt_nl *nl, struct vdt_nl_stats *ret_stats)
{
	struct nl_msg *msg = vdt_nl_request(nl, VEDETTE_CMD_STATS_GET, 0);

	return msg ? vdt_nl_transact(nl, msg, take_stats, ret_stats) : -ENOMEM;
}

static int append(uint8_t **buf, size_t *len, size_t max, const uint8_t *data, size_t data_len)
{
	uint8_t *grown;

	if (data_len > max - *len)
		return -EFBIG;
	grown = realloc(*buf, *len + data_len + 1);
	if (!grown)
		return -ENOMEM;
	memcpy(grown + *len, data, data_len);
	*buf = grown;
	*len += data_len;
	return 0;
}

static int take_piece(const void *attrs, size_t len, void *ctx)
{
	struct vdt_nl_image *image = ctx;
	struct vdt_nl_piece piece;
	int ret = vdt_nl_decode_piece(attrs, len, &piece);

	if (ret)
		return ret;
	if (!image->version)
		image->version = piece.version;
	if (piece.version != image->version)
		return -EAGAIN;
	if (piece.blob) {
		if (image->signature_len)
			return -EBADMSG;
		ret = append(&image->blob, &image->blob_len, BLOB_LEN_MAX, piece.blob,
			     piece.blob_len);
	}
	if (!ret && piece.signature)
		ret = append(&image->signature, &image->signature_len, SIGNATURE_LEN_MAX,
			     piece.signature, piece.signature_len);
	return ret;
}

int vdt_nl_policy_get(struct vdt_nl *nl, struct vdt_nl_image *ret_image)
{
	struct nl_msg *msg = vdt_nl_request(nl, VEDETTE_CMD_POLICY_GET, NLM_F_DUMP);
	int ret;

	memset(ret_image, 0, sizeof(*ret_image));
	if (!msg)
		return -ENOMEM;
	ret = vdt_nl_transact(nl, msg, take_piece, ret_image);
	if (ret)
		vdt_nl_image_done(ret_image);
	return ret;
}

void vdt_nl_image_done(struct vdt_nl_image *image)
{
	free(image->blob);
	free(image->signature);
	memset(image, 0, sizeof(*image));
}

VDT_NL_TAKER(service, struct vdt_nl_service, vdt_nl_decode_service);

int vdt_nl_services(struct vdt_nl *nl,
		    void (*each)(const struct vdt_nl_service *service, void *ctx), void *ctx)
{
	struct service_taker taker = {each, ctx};

	return vdt_nl_list(nl, VEDETTE_CMD_SERVICE_GET, take_service, &taker);
}
