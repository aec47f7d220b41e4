// SPDX-License-Identifier: BSD-3-Clause
/* Looks for packets that break the reading of headers, or are read otherwise when they lie apart.
 */
#include "lib/kshim/core.h"

#include "kmod/eval.h"
#include "kmod/headers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const u8 *fetch(const struct vdt_bytes *bytes, u32 offset, u32 len, u8 *buf)
{
	if (offset + len > bytes->len)
		abort();
	memcpy(buf, (const u8 *)bytes->source + offset, len);
	return buf;
}

/* The first byte says how much lies together. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vdt_packet whole = {0}, split = {0};
	struct vdt_bytes bytes = {.fetch = fetch};

	if (!size)
		return 0;
	bytes.source = bytes.head = data + 1;
	bytes.head_len = bytes.len = (u32)size - 1;
	vdt_headers_read(&whole, &bytes);
	bytes.head_len = min(bytes.len, (u32)data[0]);
	vdt_headers_read(&split, &bytes);
	if (memcmp(&whole, &split, sizeof(whole)))
		abort();
	if (!whole.fault && whole.proto == IPPROTO_TCP && !(whole.src_port && whole.dst_port))
		abort();
	return 0;
}
