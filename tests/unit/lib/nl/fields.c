// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>

#include <criterion/criterion.h>

#include "lib/nl/fields.h"
#include "tests/unit/lib/nl/build.h"

struct thing {
	uint32_t number;
	bool flag;
	char name[4], text[4];
	unsigned int taken;
};

static int take(const uint8_t *data, size_t len, void *obj)
{
	struct thing *thing = obj;

	thing->taken += len;
	return len == 7 ? -EBADMSG : 0;
}

static const struct vdt_nl_field fields[] = {
	{1, NUMBER, offsetof(struct thing, number), 4, NULL},
	{2, FLAG, offsetof(struct thing, flag), 1, NULL},
	{3, NAME, offsetof(struct thing, name), 4, NULL},
	{4, TEXT, offsetof(struct thing, text), 4, NULL},
	{5, TAKE, 0, 0, take},
};

static int read_thing(const struct attrs *attrs, struct thing *ret_thing)
{
	*ret_thing = (struct thing){.number = 9};
	return vdt_nl_fields_read(attrs->bytes, attrs->len, fields, COUNT(fields), ret_thing);
}

Test(fields, each_kind_goes_to_its_member)
{
	struct attrs attrs = {0};
	struct thing thing;

	put_u32(&attrs, 1, 77);
	put(&attrs, 2, NULL, 0);
	put_string(&attrs, 3, "abc");
	put_string(&attrs, 4, "longer");
	put(&attrs, 5, "12", 2);
	put(&attrs, 5, "123", 3);
	put_u32(&attrs, 6, 1);
	cr_assert_eq(read_thing(&attrs, &thing), 0);
	cr_expect(thing.number == 77 && thing.flag && thing.taken == 5);
	cr_expect_str_eq(thing.name, "abc");
	cr_expect_str_eq(thing.text, "lon");
}

Test(fields, what_is_not_there_is_left_as_it_was)
{
	struct attrs attrs = {0};
	struct thing thing;

	cr_assert_eq(read_thing(&attrs, &thing), 0);
	cr_expect(thing.number == 9 && !thing.flag && !thing.name[0]);
}

static const struct {
	uint16_t attr;
	size_t claimed, len;
	int expected;
} rows[] = {
	{1, 4, 4, 0},	     {1, 3, 3, -EBADMSG}, {1, 5, 5, -EBADMSG}, {1, 0, 0, -EBADMSG},
	{1, 4, 0, -EBADMSG}, {3, 3, 3, 0},	  {3, 4, 4, -EBADMSG}, {4, 4, 4, 0},
	{5, 7, 7, -EBADMSG}, {6, 7, 7, 0},	  {2, 8, 4, -EBADMSG},
};

Test(fields, a_wrong_size_is_refused)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct attrs attrs = {0};
		struct thing thing;

		put_claiming(&attrs, rows[i].attr, rows[i].claimed, "xxxxxxx", rows[i].len);
		cr_expect_eq(read_thing(&attrs, &thing), rows[i].expected, "row %zu", i);
	}
}

Test(fields, bytes_that_are_no_attribute_are_refused)
{
	struct attrs attrs = {.len = 3};
	struct thing thing;

	cr_expect_eq(read_thing(&attrs, &thing), -EBADMSG);
}
