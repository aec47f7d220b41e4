// SPDX-License-Identifier: BSD-3-Clause
/*
 * /.well-known/security.txt (RFC 9116): whom to tell of a weakness. The vendor says so when it
 * builds: make SECURITY_CONTACT=… SECURITY_EXPIRES=… (mk/user.mk).
 */
#include <string.h>

#include "daemon/web/api.h"
#include "daemon/web/request.h"

static void begin(struct vdt_request *request)
{
	static const char text[] = "Contact: " VDT_SECURITY_CONTACT "\n"
				   "Expires: " VDT_SECURITY_EXPIRES "\n"
				   "Preferred-Languages: en\n";

	vdt_request_text(request, 200, "text/plain; charset=utf-8", text, strlen(text));
}

const struct vdt_route_ops vdt_api_security_txt = {.begin = begin};
