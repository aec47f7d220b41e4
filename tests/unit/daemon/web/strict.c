// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <string.h>

#include "daemon/web/strict.h"

#define HOSTNAME "camera7"
#define NOTHING	 VDT_PROBLEM_END

static const struct {
	const char *input;
	bool expected;
	const char *why;
} paths[] = {
	{"/", true, "the root"},
	{"/api/v1/unit", true, "plain"},
	{"/a.b/c_d/e~f/g-h", true, "all marks that may be"},
	{"/.well-known/security.txt", true, "a dot at the start is no dot segment"},
	{"/...", true, "nor are three"},
	{"", false, "empty"},
	{"api", false, "no slash"},
	{"*", false, "what OPTIONS may ask for in HTTP/1.1"},
	{"https://camera/api", false, "a whole address"},
	{"/api/", false, "an empty last segment"},
	{"//api", false, "an empty first segment"},
	{"/api//v1", false, "an empty segment"},
	{"/api/./v1", false, "a dot segment"},
	{"/api/../v1", false, "two dots"},
	{"/..", false, "two dots at the end"},
	{"/api/%2e%2e", false, "encoded"},
	{"/api\\v1", false, "a slash of others"},
	{"/api;v=1", false, "parameters of a segment"},
	{"/api?x", false, "a query"},
	{"/api v1", false, "a blank"},
	{"/api\x01", false, "a control character"},
	{"/\xc3\xa4", false, "not ASCII"},
	{"/a'b", false, "a quote"},
	{"/a$(id)", false, "for a shell"},
};

Test(strict, paths)
{
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		cr_expect_eq(vdt_strict_path(paths[i].input), paths[i].expected, "%s: '%s'",
			     paths[i].why, paths[i].input);
}

static const struct {
	const char *input;
	int64_t expected; /* -1: refused */
	const char *why;
} lengths[] = {
	{"0", 0, "nothing"},
	{"4096", 4096, "plain"},
	{"007", 7, "zeroes in front are digits"},
	{"999999999999999", 999999999999999, "the most digits"},
	{"", -1, "empty"},
	{"-1", -1, "negative"},
	{"+1", -1, "signed"},
	{"0x10", -1, "hexadecimal"},
	{"1 ", -1, "a blank"},
	{"1,1", -1, "twice"},
	{"5\t", -1, "a tab"},
	{"1e3", -1, "a float"},
	{"18446744073709551617", -1, "2^64 + 1"},
	{"\xd9\xa1", -1, "a digit of another script"},
};

Test(strict, lengths)
{
	for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		uint64_t got = 0;
		bool ok = vdt_strict_length(lengths[i].input, &got);

		cr_expect_eq(ok ? (int64_t)got : -1, lengths[i].expected, "%s", lengths[i].why);
	}
}

static const struct {
	const char *input;
	bool expected, name;
	const char *why;
} hosts[] = {
	{"10.0.0.1", true, false, "an address"},
	{"10.0.0.1:8443", true, false, "with a port"},
	{"[fd00::1]", true, false, "IPv6"},
	{"[fd00::1]:443", true, false, "with a port"},
	{"localhost:8443", true, true, "a forwarded port"},
	{"Camera7", true, true, "its name"},
	{"camera7.local:443", true, true, "its name in multicast DNS"},
	{"camera7.local.evil.example", false, true, "its name as part of another"},
	{"camera70", false, true, "its name as the start of another"},
	{"evil.example", false, true, "a name that a stranger bound to this address"},
	{"10.0.0.1.evil.example", false, true, "a name that looks like an address"},
	{"10.0.0.1@evil.example", false, true, "with credentials"},
	{"10.0.1", false, true, "a short address"},
	{"0x0a000001", false, true, "a number"},
	{"fd00::1", false, false, "IPv6 without brackets"},
	{"[fd00::1", false, false, "a bracket too few"},
	{"[fd00::1]evil", false, false, "something behind"},
	{"[]", false, true, "nothing"},
	{"", false, false, "empty"},
	{":443", false, false, "a port only"},
	{"10.0.0.1:", false, false, "a port without digits"},
	{"10.0.0.1:443x", false, false, "a port with a rest"},
	{"10.0.0.1:123456", false, false, "a port too large"},
	{"10.0.0.1,evil.example", false, true, "two"},
};

Test(strict, hosts)
{
	for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++) {
		cr_expect_eq(vdt_strict_host(hosts[i].input, HOSTNAME), hosts[i].expected, "%s: %s",
			     hosts[i].why, hosts[i].input);
		cr_expect_eq(vdt_strict_is_name(hosts[i].input), hosts[i].name, "%s: %s",
			     hosts[i].why, hosts[i].input);
	}
	cr_expect_not(vdt_strict_host("evil", ""), "a camera without a name has none");
}

static const struct {
	const char *input, *name, *value; /* name NULL: refused */
	const char *why;
} queries[] = {
	{"after=7", "after", "7", "plain"},
	{"after=", "after", "", "an empty value"},
	{"a=b=c", "a", "b=c", "the first sign counts"},
	{"after", NULL, NULL, "no value"},
	{"=7", NULL, NULL, "no name"},
	{"", NULL, NULL, "empty"},
	{"a b=c", NULL, NULL, "a blank in the name"},
	{"a=b\nc", NULL, NULL, "a line end"},
	{"a=\x7f", NULL, NULL, "delete"},
	{"a234567890123456789012345678901x=1", NULL, NULL, "a long name"},
};

Test(strict, queries)
{
	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
		struct vdt_parameter got = {};
		bool ok = vdt_strict_query(queries[i].input, &got);

		cr_expect_eq(ok, !!queries[i].name, "%s", queries[i].why);
		if (ok) {
			cr_expect_str_eq(got.name, queries[i].name);
			cr_expect_str_eq(got.value, queries[i].value);
		}
	}
}

static const struct {
	const char *input;
	bool expected;
	const char *why;
} types[] = {
	{"application/json", true, "plain"},
	{"Application/JSON", true, "of any case"},
	{"application/json; charset=utf-8", true, "with the only charset there is"},
	{"application/json;charset=\"UTF-8\"", true, "quoted"},
	{"", false, "none"},
	{"text/plain", false, "what a form of another site may send unasked"},
	{"application/x-www-form-urlencoded", false, "a form"},
	{"application/jsonp", false, "a longer word"},
	{"application/json; charset=utf-7", false, "another charset"},
	{"application/json, text/plain", false, "two"},
};

Test(strict, types)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		cr_expect_eq(vdt_strict_json_type(types[i].input), types[i].expected, "%s",
			     types[i].why);
}

static const struct {
	const char *input;
	bool expected;
	const char *why;
} depths[] = {
	{"", true, "nothing"},
	{"[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", true, "sixteen"},
	{"[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", false, "seventeen"},
	{"{\"a\":[{\"a\":[{\"a\":[{\"a\":[{\"a\":[{\"a\":[{\"a\":[{\"a\":[{", false, "mixed"},
	{"\"[[[[[[[[[[[[[[[[[[[[\"", true, "in a string"},
	{"\"\\\"[[[[[[[[[[[[[[[[[[[[\"", true, "in a string with a quote"},
	{"\"\\\\\"[[[[[[[[[[[[[[[[[", false, "behind a string that ends with a backslash"},
	{"[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[]", true, "side by side"},
};

Test(strict, depths)
{
	for (size_t i = 0; i < sizeof(depths) / sizeof(*depths); i++)
		cr_expect_eq(vdt_strict_depth(depths[i].input, strlen(depths[i].input)),
			     depths[i].expected, "%s", depths[i].why);
}

#define GOOD .version = "HTTP/1.1", .path = "/api/v1/unit", .host = "10.0.0.1"

static const struct {
	struct vdt_head head;
	enum vdt_problem expected;
	const char *why;
} heads[] = {
	{{GOOD}, NOTHING, "the least"},
	{{.http2 = true, .path = "/", .host = "10.0.0.1"}, NOTHING, "HTTP/2 says no version"},
	{{GOOD, .length = "5"}, NOTHING, "a length"},
	{{GOOD, .coded = true}, VDT_PROBLEM_NOT_IMPLEMENTED, "chunks"},
	{{GOOD, .coded = true, .length = "5"}, VDT_PROBLEM_NOT_IMPLEMENTED, "chunks and a length"},
	{{GOOD, .length = "5,5"}, VDT_PROBLEM_BAD_REQUEST, "two lengths"},
	{{.version = "HTTP/1.0", .path = "/", .host = "10.0.0.1"},
	 VDT_PROBLEM_BAD_REQUEST,
	 "HTTP/1.0 has no chunks, and need not name a host"},
	{{.version = "HTTP/1.1", .path = "/"}, VDT_PROBLEM_BAD_REQUEST, "no host"},
	{{.version = "HTTP/1.1", .path = "/", .host = "evil.example"},
	 VDT_PROBLEM_MISDIRECTED,
	 "another host"},
	{{.version = "HTTP/1.1", .path = "/a/../b", .host = "10.0.0.1"},
	 VDT_PROBLEM_BAD_REQUEST,
	 "a path that may mean two things"},
};

Test(strict, heads)
{
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
		int err = vdt_strict_head(&heads[i].head, HOSTNAME);

		cr_expect_eq(err ? vdt_strict_problem(err) : NOTHING, heads[i].expected, "%s",
			     heads[i].why);
	}
}
