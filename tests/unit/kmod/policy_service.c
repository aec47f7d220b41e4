// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "tests/unit/kmod/refused.h"

static void from_unknown(void)
{
	blob_head(&b);
	blob_service(&b, "web", 6, 80, 0, "lan", NULL);
}

static void loopback_from(void)
{
	blob_head(&b);
	blob_set(&b, "lan", NULL, 0, NULL, 0);
	blob_service(&b, "web", 6, 80, VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY, "lan", NULL);
}

static void flags_unknown(void)
{
	blob_head(&b);
	blob_service(&b, "web", 6, 80, 4, NULL, NULL);
}

static void loopback_limited(void)
{
	blob_head(&b);
	blob_limited(&b, 6, VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY, 8, 0, 0, 0);
}

static void loopback_rate(void)
{
	blob_head(&b);
	blob_limited(&b, 6, VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY, 0, 0, 8, 1);
}

static void answers_tcp(void)
{
	blob_head(&b);
	blob_limited(&b, 6, VEDETTE_SERVICE_FLAG_ANSWER_ANY, 0, 0, 0, 0);
}

static void connections_beyond(void)
{
	blob_head(&b);
	blob_limited(&b, 6, 0, 32768, 0, 0, 0);
}

static void per_source_beyond(void)
{
	blob_head(&b);
	blob_limited(&b, 6, 0, 8, 9, 0, 0);
}

static void rate_alone(void)
{
	blob_head(&b);
	blob_limited(&b, 6, 0, 0, 0, 10, 0);
}

static void period_alone(void)
{
	blob_head(&b);
	blob_limited(&b, 6, 0, 0, 0, 0, 60);
}

static void period_odd(void)
{
	blob_head(&b);
	blob_limited(&b, 6, 0, 0, 0, 10, 2);
}

static void flags_zero(void)
{
	size_t at;

	blob_head(&b);
	at = blob_nest(&b, VEDETTE_A_POLICY_SERVICE);
	blob_text(&b, VEDETTE_A_SERVICE_NAME, "web");
	blob_u8(&b, VEDETTE_A_SERVICE_PROTO, 6);
	blob_u16(&b, VEDETTE_A_SERVICE_PORT, 80);
	blob_u32(&b, VEDETTE_A_SERVICE_FLAGS, 0);
	blob_nest_end(&b, at);
}

static void proto_icmp(void)
{
	blob_head(&b);
	blob_service(&b, "web", 1, 80, 0, NULL, NULL);
}

static void port_zero(void)
{
	blob_head(&b);
	blob_service(&b, "web", 6, 0, 0, NULL, NULL);
}

static void port_missing(void)
{
	size_t at;

	blob_head(&b);
	at = blob_nest(&b, VEDETTE_A_POLICY_SERVICE);
	blob_text(&b, VEDETTE_A_SERVICE_NAME, "web");
	blob_u8(&b, VEDETTE_A_SERVICE_PROTO, 6);
	blob_nest_end(&b, at);
}

static void port_wide(void)
{
	size_t at;

	blob_head(&b);
	at = blob_nest(&b, VEDETTE_A_POLICY_SERVICE);
	blob_text(&b, VEDETTE_A_SERVICE_NAME, "web");
	blob_u8(&b, VEDETTE_A_SERVICE_PROTO, 6);
	blob_u32(&b, VEDETTE_A_SERVICE_PORT, 80);
	blob_nest_end(&b, at);
}

static void port_taken(void)
{
	blob_head(&b);
	blob_service(&b, "web", 6, 80, 0, NULL, NULL);
	blob_service(&b, "wab", 6, 80, 0, NULL, NULL);
}

static void service_twice(void)
{
	blob_head(&b);
	blob_service(&b, "web", 6, 80, 0, NULL, NULL);
	blob_service(&b, "web", 17, 80, 0, NULL, NULL);
}

static void services_too_many(void)
{
	char name[] = "aa";

	blob_head(&b);
	for (int i = 0; i <= VDT_SERVICES_MAX; i++) {
		name[0] = (char)('a' + i / 26);
		name[1] = (char)('a' + i % 26);
		blob_service(&b, name, 6, (uint16_t)(1 + i), 0, NULL, NULL);
	}
}

static void exe_relative(void)
{
	blob_head(&b);
	blob_service(&b, "web", 6, 80, 0, NULL, "bin/web");
}

static void exe_dots(void)
{
	blob_head(&b);
	blob_service(&b, "web", 6, 80, 0, NULL, "/bin/../web");
}

static const struct refused refused[] = {
	{from_unknown, -ENOENT, "deny, from, to: no set of this name"},
	{loopback_from, -EINVAL, "service from, limits: a loopback-only service has none"},
	{loopback_limited, -EINVAL, "service from, limits: a loopback-only service has none"},
	{loopback_rate, -EINVAL, "service from, limits: a loopback-only service has none"},
	{answers_tcp, -EINVAL, "service flags: the size of answers is limited for UDP only"},
	{connections_beyond, -EINVAL, "service connections: wrong length or value"},
	{per_source_beyond, -EINVAL, "service per-source: above the connections of the service"},
	{rate_alone, -EINVAL, "service rate: rate and period stand together"},
	{period_alone, -EINVAL, "service rate: rate and period stand together"},
	{period_odd, -EINVAL, "service period: not a second, a minute or an hour"},
	{flags_unknown, -EINVAL, "service flags: wrong length or value"},
	{flags_zero, -EINVAL, "service flags: zero, leave it out"},
	{proto_icmp, -EINVAL, "service proto: neither TCP nor UDP"},
	{port_zero, -EINVAL, "service port: wrong length or value"},
	{port_missing, -ENOMSG, "service port: missing"},
	{port_wide, -EINVAL, "service port: wrong length or value"},
	{port_taken, -EEXIST, "service port: used by an earlier service"},
	{service_twice, -EEXIST, "service name: used by an earlier service"},
	{services_too_many, -E2BIG, "service: more services than fit"},
	{exe_relative, -EINVAL, "exe: not an absolute, normalised path"},
	{exe_dots, -EINVAL, "exe: not an absolute, normalised path"},
};

Test(policy_service, refuses_with_its_reason)
{
	check_refused(refused, ARRAY_SIZE(refused));
}
