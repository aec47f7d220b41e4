/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VDT_STREAM_ENCODER_H
#define VDT_STREAM_ENCODER_H

#include <sys/socket.h>

#define VDT_ENCODER_ROOM 256 /* of the URL, with NUL */

/* Where the vendor's encoder is. */
struct vdt_encoder {
	struct sockaddr_storage addr;
	socklen_t addr_len;
	char url[VDT_ENCODER_ROOM];
	char path[VDT_ENCODER_ROOM]; /* "/main": the name of the stream, for viewers too */
};

/*
 * Read "rtsp://127.0.0.1:8554/main". The host is a loopback address or "localhost": plain video
 * never leaves the device, whatever the policy says. Returns 0, or -EINVAL.
 */
int vdt_encoder_parse(const char *url, struct vdt_encoder *ret);

#endif /* VDT_STREAM_ENCODER_H */
