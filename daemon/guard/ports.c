// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/guard/ports.h"

#include <errno.h>

#include "lib/ports/sockets.h"
#include "lib/view/ports.h"

static int list(struct nl_sock *diag, struct vdt_sockets *sockets)
{
	int err = 0;

	for (unsigned int i = 0; !err && i < VDT_SOCKET_SOURCES; i++)
		err = vdt_sockets_from_diag(diag, sockets, &vdt_socket_sources[i]);
	vdt_sockets_sort(sockets);
	return err == -ENOENT ? -EOPNOTSUPP : err;
}

int vdt_ports_open(struct nl_sock **ret_diag)
{
	struct vdt_sockets sockets = {0};
	int err = vdt_diag_open(ret_diag);

	if (!err)
		list(*ret_diag, &sockets);
	vdt_sockets_done(&sockets);
	return err;
}

int vdt_ports_tell(struct vdt_nl *nl, struct nl_sock *diag, struct vdt_answer *answer)
{
	struct vdt_rules rules = {.blind = true};
	struct vdt_sockets sockets = {0};
	struct vdt_nl_status status;
	int err = vdt_nl_status(nl, &status);

	if (err)
		return err;
	rules.none = status.policy_state == VEDETTE_POLICY_STATE_NONE;
	err = vdt_services_get(nl, &rules.services);
	if (!err)
		err = list(diag, &sockets);
	if (!err)
		vdt_answer_json(answer, vdt_view_ports(&sockets, &rules));
	vdt_sockets_done(&sockets);
	vdt_services_done(&rules.services);
	return err;
}
