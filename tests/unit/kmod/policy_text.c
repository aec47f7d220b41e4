// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/policy_text.h"

struct row {
	const char *text;
	bool good;
	const char *why;
};

static void check(bool (*is_good)(const char *text), const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		cr_expect_eq(is_good(rows[i].text), rows[i].good, "'%s': %s", rows[i].text,
			     rows[i].why);
}

Test(policy_text, whole)
{
	cr_assert(vdt_text_is_whole("ab", 3));
	cr_assert(vdt_text_is_whole("", 1));
	cr_assert_not(vdt_text_is_whole("ab", 2), "no NUL");
	cr_assert_not(vdt_text_is_whole("ab\0", 4), "two NULs");
	cr_assert_not(vdt_text_is_whole("", 0), "nothing at all");
}

Test(policy_text, names)
{
	static const struct row rows[] = {
		{"a", true, "shortest"},
		{"lan-2_b", true, "every kind of character"},
		{"", false, "empty"},
		{"2lan", false, "starts with a digit"},
		{"-lan", false, "starts with a dash"},
		{"lAn", false, "upper case"},
		{"la n", false, "space"},
		{"l\xc3\xa4n", false, "not ASCII"},
	};

	check(vdt_text_is_name, rows, ARRAY_SIZE(rows));
}

Test(policy_text, paths)
{
	static const struct row rows[] = {
		{"/bin/web", true, "plain"},
		{"/.web/..x", true, "dots are letters too"},
		{"", false, "empty"},
		{"web", false, "relative"},
		{"/", false, "the root is no file"},
		{"/bin/", false, "slash at the end"},
		{"/bin//web", false, "empty component"},
		{"/bin/./web", false, "dot"},
		{"/bin/..", false, "dots at the end"},
		{"/bin/a b", false, "space"},
		{"/bin/\x7f", false, "control character"},
	};

	check(vdt_text_is_path, rows, ARRAY_SIZE(rows));
}

#define LABEL16 "abcdefghijklmnop"
#define LABEL63 LABEL16 LABEL16 LABEL16 "abcdefghijklmno"

Test(policy_text, dns_names)
{
	static const struct row rows[] = {
		{"updates.example.com", true, "plain"},
		{"localhost", true, "a single label"},
		{"_ntp._udp.3com.net", true, "underscores, a digit in front"},
		{"xn--bcher-kva.example", true, "the ASCII form of another script"},
		{LABEL63 ".com", true, "longest label"},
		{LABEL63 "." LABEL63 "." LABEL63 "." LABEL16 LABEL16 LABEL16 "abcdefghijklm", true,
		 "longest name"},
		{LABEL63 "a.com", false, "label too long"},
		{LABEL63 "." LABEL63 "." LABEL63 "." LABEL16 LABEL16 LABEL16 "abcdefghijklmn",
		 false, "name too long"},
		{"", false, "empty"},
		{"Example.com", false, "upper case"},
		{"example.com.", false, "dot at the end"},
		{".example.com", false, "dot in front"},
		{"a..b", false, "empty label"},
		{"-a.com", false, "hyphen in front"},
		{"a-.com", false, "hyphen at the end of a label"},
		{"*.example.com", false, "pattern"},
		{"a b.com", false, "space"},
		{"b\xc3\xbc.example", false, "not ASCII"},
		{"192.0.2.1", false, "address"},
		{"0x7f.1", false, "another form of an address"},
	};

	check(vdt_text_is_dns, rows, ARRAY_SIZE(rows));
}

Test(policy_text, encoders)
{
	static const struct row rows[] = {
		{"rtsp://127.0.0.1:8554/main", true, "plain"},
		{"rtsp://127.255.0.3", true, "all of 127/8"},
		{"rtsp://[::1]:554/", true, "IPv6"},
		{"rtsp://127.0.0.1:65535", true, "highest port"},
		{"http://127.0.0.1/", false, "scheme"},
		{"rtsp://localhost/", false, "a name can be made to mean anything"},
		{"rtsp://127.0.0.1.example.com/", false, "a name that begins like an address"},
		{"rtsp://127.0.0.1@192.0.2.1/", false, "credentials"},
		{"rtsp://128.0.0.1/", false, "not loopback"},
		{"rtsp://127.0.0.256/", false, "no address"},
		{"rtsp://127.0.0.01/", false, "leading zero"},
		{"rtsp://127.0.1/", false, "short form"},
		{"rtsp://127.0.0.1:0/", false, "port 0"},
		{"rtsp://127.0.0.1:65536/", false, "port too high"},
		{"rtsp://127.0.0.1:99999999999/", false, "port overflows"},
		{"rtsp://127.0.0.1:/", false, "port missing"},
		{"rtsp://[::1/", false, "bracket missing"},
		{"rtsp://127.0.0.1/a b", false, "space"},
	};

	check(vdt_text_is_encoder, rows, ARRAY_SIZE(rows));
}

Test(policy_text, collectors)
{
	static const struct row rows[] = {
		{"tls://10.20.0.5:6514", true, "IPv4"},
		{"tls://[fd00:20::5]:6514", true, "IPv6"},
		{"tcp://10.20.0.5:6514", false, "in clear"},
		{"tls://nvr.example:6514", false, "a name"},
		{"tls://10.20.0.5", false, "no port"},
		{"tls://10.20.0.5:0", false, "port 0"},
		{"tls://10.20.0.5:6514/", false, "a path"},
		{"tls://[fd00:20::5:6514", false, "bracket missing"},
		{"tls://[]:6514", false, "nothing in brackets"},
		{"tls://fd00:20::5:6514", false, "no brackets"},
		{"tls://10.20.0.256:6514", false, "no address"},
	};

	check(vdt_text_is_collector, rows, ARRAY_SIZE(rows));
}
