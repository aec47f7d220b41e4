// SPDX-License-Identifier: BSD-3-Clause
#include "lib/crypto/base64.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

/* RFC 4648 section 10 */
static const struct {
	const char *data, *text;
} vectors[] = {
	{"", ""},
	{"f", "Zg=="},
	{"fo", "Zm8="},
	{"foo", "Zm9v"},
	{"foob", "Zm9vYg=="},
	{"fooba", "Zm9vYmE="},
	{"foobar", "Zm9vYmFy"},
};

Test(base64, there_and_back)
{
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		size_t len = strlen(vectors[i].data);
		uint8_t data[16];
		char text[16];

		vdt_base64_encode(vectors[i].data, len, text);
		cr_assert_str_eq(text, vectors[i].text);
		cr_assert_eq(vdt_base64_decode(text, strlen(text), data, len), len);
		cr_assert_arr_eq(data, vectors[i].data, len);
	}
}

/* RFC 4648 section 5 */
Test(base64, for_urls)
{
	static const struct {
		const char *data, *text, *why;
	} cases[] = {
		{"", "", "nothing"},
		{"f", "Zg", "no padding"},
		{"fo", "Zm8", "no padding"},
		{"foo", "Zm9v", "none needed"},
		{"\xfb\xff\xfe", "-__-", "the two letters that differ"},
	};
	char text[16];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		vdt_base64url_encode(cases[i].data, strlen(cases[i].data), text);
		cr_assert_str_eq(text, cases[i].text, "%s", cases[i].why);
	}
}

Test(base64, one_text_for_each_value)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{"Zg", "no padding"},
		{"Zg=", "half of it"},
		{"Zh==", "bits that no byte takes"},
		{"Zm9=", "the same with two bytes"},
		{"Z===", "too much padding"},
		{"====", "nothing else"},
		{"Zg==Zg==", "padding inside"},
		{"Zm9v\n", "a line break"},
		{"Zm-v", "of the other alphabet"},
	};
	uint8_t data[16];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_assert_eq(
			vdt_base64_decode(cases[i].text, strlen(cases[i].text), data, sizeof(data)),
			-EBADMSG, "%s", cases[i].why);
	cr_assert_eq(vdt_base64_decode("Zm9v", 4, data, 2), -EBADMSG, "no room");
}
