/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VDT_STREAM_TRANSPORT_H
#define VDT_STREAM_TRANSPORT_H

#include "daemon/stream/span.h"

/* What every viewer gets: all of them share the same bytes, so the channels are ours to choose. */
#define VDT_TRANSPORT_REPLY    "RTP/AVP/TCP;unicast;interleaved=0-1"
#define VDT_TRANSPORT_CHANNELS 2

/*
 * Read the alternatives of a Transport header (RFC 2326, 12.39). Returns 0 if one of them is RTP
 * inside this TLS connection, -EPROTONOSUPPORT if all of them would leave it, -EBADMSG.
 */
int vdt_transport_parse(struct vdt_span value);

#endif /* VDT_STREAM_TRANSPORT_H */
