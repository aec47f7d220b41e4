// SPDX-License-Identifier: BSD-3-Clause
/* stream: the RTSPS gateway. Parses what viewers send; holds no key, no file and no privilege. */
#include "daemon/stream/gateway.h"

int main(void)
{
	return vdt_child_run(&vdt_gateway_ops);
}
