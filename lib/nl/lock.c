// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>

#include "lib/nl/decode.h"
#include "lib/nl/exchange.h"
#include "lib/nl/lock.h"

int vdt_nl_lock(struct vdt_nl *nl)
{
	struct nl_msg *msg = vdt_nl_request(nl, VEDETTE_CMD_LOCK, 0);

	return msg ? vdt_nl_transact(nl, msg, NULL, NULL) : -ENOMEM;
}

VDT_NL_TAKER(item, struct vdt_nl_part, vdt_nl_decode_lock_item);

int vdt_nl_lock_items(struct vdt_nl *nl, void (*each)(const struct vdt_nl_part *item, void *ctx),
		      void *ctx)
{
	struct item_taker taker = {each, ctx};

	return vdt_nl_list(nl, VEDETTE_CMD_LOCK_GET, take_item, &taker);
}
