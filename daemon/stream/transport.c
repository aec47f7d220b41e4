// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>

#include "daemon/stream/transport.h"

static int check_interleaved(struct vdt_span range)
{
	unsigned long first, last;
	struct vdt_span low = vdt_span_cut(&range, '-');

	if (vdt_span_number(low, 255, &first))
		return -EBADMSG;
	if (range.len && (vdt_span_number(range, 255, &last) || last < first))
		return -EBADMSG;
	return 0;
}

static int check_parameter(struct vdt_span parameter)
{
	struct vdt_span name = vdt_span_cut(&parameter, '=');

	if (vdt_span_names(name, "interleaved"))
		return check_interleaved(parameter);
	if (vdt_span_names(name, "multicast"))
		return -EPROTONOSUPPORT;
	if (vdt_span_names(name, "mode") && !vdt_span_names(parameter, "play") &&
	    !vdt_span_names(parameter, "\"play\""))
		return -EPROTONOSUPPORT;
	return 0; /* destination, ports and what else a stranger might want to aim: not used */
}

static int parse_one(struct vdt_span spec)
{
	struct vdt_span profile = vdt_span_cut(&spec, ';');
	int err = 0;

	if (!profile.len)
		return -EBADMSG;
	if (!vdt_span_names(profile, "RTP/AVP/TCP"))
		return -EPROTONOSUPPORT;
	while (spec.len && !err)
		err = check_parameter(vdt_span_trim(vdt_span_cut(&spec, ';')));
	return err;
}

int vdt_transport_parse(struct vdt_span value)
{
	int err = -EBADMSG;

	while (value.len) {
		err = parse_one(vdt_span_trim(vdt_span_cut(&value, ',')));
		if (err != -EPROTONOSUPPORT)
			return err;
	}
	return err;
}
