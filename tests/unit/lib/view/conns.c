// SPDX-License-Identifier: BSD-3-Clause
#include <netinet/tcp.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "lib/view/conns.h"

static void expect(json_t *json, const char *text, const char *why)
{
	char *got = json_dumps(json, JSON_COMPACT);

	cr_expect_str_eq(got, text, "%s: %s", why, got);
	free(got);
	json_decref(json);
}

Test(conns, a_connection)
{
	static const struct {
		struct vdt_nl_conn conn;
		const char *json, *why;
	} cases[] = {
		{{.id = 7,
		  .service = "https",
		  .source = {192, 0, 2, 1},
		  .destination = {192, 0, 2, 9},
		  .source_len = 4,
		  .destination_len = 4,
		  .source_port = 50000,
		  .port = 443,
		  .age = 3,
		  .state = TCP_ESTABLISHED,
		  .trusted = true},
		 "{\"id\":7,\"source\":\"192.0.2.1\",\"source_port\":50000,"
		 "\"destination\":\"192.0.2.9\",\"port\":443,\"age\":3,\"state\":\"established\","
		 "\"trusted\":true,\"service\":\"https\"}",
		 "IPv4"},
		{{.id = 8,
		  .source = {[0] = 0x20, 0x01, 0x0d, 0xb8, [15] = 1},
		  .destination = {[15] = 1},
		  .source_len = 16,
		  .destination_len = 16,
		  .state = 99},
		 "{\"id\":8,\"source\":\"2001:db8::1\",\"source_port\":0,\"destination\":\"::1\","
		 "\"port\":0,\"age\":0,\"state\":\"unknown\",\"trusted\":false}",
		 "no service, a state of a newer kernel"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect(vdt_view_conn(&cases[i].conn), cases[i].json, cases[i].why);
}

Test(conns, a_source)
{
	const struct vdt_nl_source source = {.source = {192, 0, 2, 1},
					     .source_len = 4,
					     .prefix_length = 32,
					     .connections = 2,
					     .half_open = 1};

	expect(vdt_view_source(&source),
	       "{\"source\":\"192.0.2.1\",\"prefix_length\":32,\"connections\":2,\"half_open\":1}",
	       "a source");
}

Test(conns, a_limit)
{
	static const struct {
		struct vdt_nl_limit limit;
		const char *json, *why;
	} cases[] = {
		{{.connections = 5,
		  .limit = 256,
		  .half_open = 1,
		  .half_open_limit = 64,
		  .reserved = 8},
		 "{\"connections\":5,\"limit\":256,\"refused\":0,\"half_open\":1,"
		 "\"half_open_limit\":64,\"reserved\":8}",
		 "what all services share"},
		{{.service = "rtsps", .connections = 1, .limit = 9, .per_source = 2, .refused = 3},
		 "{\"connections\":1,\"limit\":9,\"refused\":3,\"service\":\"rtsps\","
		 "\"per_source\":2}",
		 "one service"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect(vdt_view_limit(&cases[i].limit), cases[i].json, cases[i].why);
}
