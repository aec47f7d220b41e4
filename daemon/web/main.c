// SPDX-License-Identifier: BSD-3-Clause
/*
 * web: the HTTPS API. It parses what strangers send, so it has no file, no key, no account and no
 * way out: what it wants to know or to have done it asks of the others.
 */
#include "daemon/web/web.h"

int main(void)
{
	return vdt_child_run(&vdt_web_ops);
}
