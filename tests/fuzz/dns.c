// SPDX-License-Identifier: BSD-3-Clause
/*
 * Any message is refused, or gives a name of a host and addresses within the bounds.
 */
#include "lib/kshim/core.h"

#include "kmod/dns_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
	if (!holds)
		abort();
}

static void check_question(const struct vdt_dns_question *question)
{
	demand(strlen(question->name) <= VDT_DNS_MAX);
	demand(strspn(question->name, "abcdefghijklmnopqrstuvwxyz0123456789-_.") ==
	       strlen(question->name));
	demand(question->type == 1 || question->type == 28);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct vdt_dns_addresses addresses;
	struct vdt_dns_question question;
	uint8_t *copy = malloc(size);
	int err;

	/* A copy of just this size, so that the sanitizer sees every byte behind it. */
	if (size && copy)
		memcpy(copy, data, size);
	if (copy && !vdt_dns_question(copy, size, true, &question))
		check_question(&question);
	if (copy && !vdt_dns_question(copy, size, false, &question)) {
		check_question(&question);
		err = vdt_dns_answer(copy, size, &addresses);
		demand(!err || err == -EINVAL || err == -ENODATA);
		demand(addresses.n <= VDT_DNS_ADDRESSES_MAX);
		for (u32 i = 0; i < addresses.n; i++)
			demand(addresses.each[i].seconds <= INT32_MAX);
	}
	free(copy);
	return 0;
}
