// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/guard/source.h"

#include <criterion/criterion.h>
#include <errno.h>

/* vdt_msg_check() lets any length within the room pass. */
Test(source, a_message_has_an_address)
{
	const struct vdt_msg_BAN ban = {.source_len = 4};
	const struct vdt_msg_TRUST trust = {.source_len = 0, .seconds = 1};

	cr_assert_eq(vdt_source_ban(NULL, &ban), -EBADMSG);
	cr_assert_eq(vdt_source_trust(NULL, &trust), -EBADMSG);
}
