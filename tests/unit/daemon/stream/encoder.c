// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <errno.h>

#include "daemon/stream/encoder.h"

static const struct {
	const char *url;
	int expected;
	const char *path;
} urls[] = {
	{"rtsp://127.0.0.1:8554/main", 0, "/main"},
	{"rtsp://127.9.9.9/main", 0, "/main"},
	{"rtsp://localhost:8554/a/b?c=d", 0, "/a/b"},
	{"rtsp://[::1]:8554/main", 0, "/main"},
	{"rtsp://[::1]/main", 0, "/main"},
	{"rtsp://192.0.2.1:8554/main", -EINVAL, ""},
	{"rtsp://0.0.0.0:8554/main", -EINVAL, ""},
	{"rtsp://[::]:8554/main", -EINVAL, ""},
	{"rtsp://[fd00::1]:8554/main", -EINVAL, ""},
	{"rtsp://[::ffff:192.0.2.1]:8554/main", -EINVAL, ""},
	{"rtsp://camera.example/main", -EINVAL, ""},
	{"rtsp://127.0.0.1.example/main", -EINVAL, ""},
	{"rtsp://127.0.0.1@192.0.2.1/main", -EINVAL, ""},
	{"rtsp://2130706433/main", -EINVAL, ""},
	{"rtsp://127.1/main", -EINVAL, ""},
	{"rtsp://127.0.0.1:65536/main", -EINVAL, ""},
	{"rtsp://127.0.0.1:x/main", -EINVAL, ""},
	{"rtsp://[::1]8554/main", -EINVAL, ""},
	{"rtsp://127.0.0.1:8554/", -EINVAL, ""},
	{"rtsp://127.0.0.1:8554", -EINVAL, ""},
	{"rtsps://127.0.0.1:322/main", -EINVAL, ""},
	{"rtsp://127.0.0.1/a b", -EINVAL, ""},
	{"rtsp://127.0.0.1/a\r\nX: y", -EINVAL, ""},
	{"", -EINVAL, ""},
};

Test(encoder, urls)
{
	for (size_t i = 0; i < sizeof(urls) / sizeof(*urls); i++) {
		struct vdt_encoder encoder;
		int got = vdt_encoder_parse(urls[i].url, &encoder);

		cr_expect(got == urls[i].expected, "%s: %d", urls[i].url, got);
		if (!got)
			cr_expect_str_eq(encoder.path, urls[i].path, "%s", urls[i].url);
	}
}
