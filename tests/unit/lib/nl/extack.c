// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>

#include <criterion/criterion.h>

#include "lib/nl/extack.h"
#include "tests/unit/lib/nl/build.h"

/* An NLMSG_ERROR as the kernel sends it: header, errno, the request (whole or its header), words.
 */
struct answer {
	struct nlmsghdr hdr;
	uint8_t payload[1024];
};

static void make_error(struct answer *answer, int error, uint16_t flags, size_t echoed,
		       const struct attrs *words)
{
	struct nlmsgerr err = {.error = error, .msg = {.nlmsg_len = NLMSG_HDRLEN + echoed}};
	size_t at = sizeof(err) + (flags & NLM_F_CAPPED ? 0 : NLMSG_ALIGN(echoed));

	memset(answer, 0xaa, sizeof(*answer));
	memcpy(answer->payload, &err, sizeof(err));
	memcpy(answer->payload + at, words->bytes, words->len);
	answer->hdr = (struct nlmsghdr){
		.nlmsg_len = NLMSG_HDRLEN + at + words->len,
		.nlmsg_type = NLMSG_ERROR,
		.nlmsg_flags = flags,
	};
}

Test(extack, message_behind_the_capped_request)
{
	struct attrs words = {0};
	struct answer answer;
	char text[64];

	put_string(&words, NLMSGERR_ATTR_MSG, "version 4 is not above 7");
	make_error(&answer, -ESTALE, NLM_F_CAPPED | NLM_F_ACK_TLVS, 100, &words);
	cr_assert_eq(vdt_nl_extack(&answer.hdr, text, sizeof(text)), -ESTALE);
	cr_assert_str_eq(text, "version 4 is not above 7");
}

Test(extack, message_behind_the_whole_request)
{
	struct attrs words = {0};
	struct answer answer;
	char text[64];

	put_string(&words, NLMSGERR_ATTR_MSG, "no");
	make_error(&answer, -EINVAL, NLM_F_ACK_TLVS, 37, &words);
	cr_assert_eq(vdt_nl_extack(&answer.hdr, text, sizeof(text)), -EINVAL);
	cr_assert_str_eq(text, "no");
}

Test(extack, no_words_without_the_flag)
{
	struct attrs words = {0};
	struct answer answer;
	char text[64];

	put_string(&words, NLMSGERR_ATTR_MSG, "no");
	make_error(&answer, -EPERM, NLM_F_CAPPED, 0, &words);
	cr_assert_eq(vdt_nl_extack(&answer.hdr, text, sizeof(text)), -EPERM);
	cr_assert_str_empty(text);
}

Test(extack, what_is_missing_is_said)
{
	struct attrs words = {0};
	uint32_t missing = 2;
	struct answer answer;
	char text[64];

	put(&words, NLMSGERR_ATTR_MISS_TYPE, &missing, sizeof(missing));
	make_error(&answer, -EINVAL, NLM_F_CAPPED | NLM_F_ACK_TLVS, 0, &words);
	vdt_nl_extack(&answer.hdr, text, sizeof(text));
	cr_assert_str_eq(text, "attribute 2 is missing");
}

Test(extack, error_in_the_last_message_of_a_dump)
{
	struct attrs words = {0};
	int error = -ENODATA;
	struct answer answer;
	char text[64];

	put_string(&words, NLMSGERR_ATTR_MSG, "gone");
	memcpy(answer.payload, &error, sizeof(error));
	memcpy(answer.payload + sizeof(error), words.bytes, words.len);
	answer.hdr = (struct nlmsghdr){
		.nlmsg_len = NLMSG_HDRLEN + sizeof(error) + words.len,
		.nlmsg_type = NLMSG_DONE,
		.nlmsg_flags = NLM_F_ACK_TLVS,
	};
	cr_assert_eq(vdt_nl_extack(&answer.hdr, text, sizeof(text)), -ENODATA);
	cr_assert_str_eq(text, "gone");
}

Test(extack, too_short_or_without_sense)
{
	struct attrs words = {0};
	struct answer answer;
	char text[8];

	make_error(&answer, 5, NLM_F_CAPPED, 0, &words);
	cr_expect_eq(vdt_nl_extack(&answer.hdr, text, sizeof(text)), -EBADMSG, "above zero");
	answer.hdr.nlmsg_len = NLMSG_HDRLEN + 3;
	cr_expect_eq(vdt_nl_extack(&answer.hdr, text, sizeof(text)), -EBADMSG, "too short");
}

Test(extack, long_words_are_cut_and_broken_ones_left)
{
	struct attrs words = {0};
	struct answer answer;
	char text[8];

	put(&words, NLMSGERR_ATTR_MSG, "without a NUL", 13);
	put_claiming(&words, NLMSGERR_ATTR_MSG, 500, "liar", 4);
	make_error(&answer, -EINVAL, NLM_F_CAPPED | NLM_F_ACK_TLVS, 0, &words);
	cr_assert_eq(vdt_nl_extack(&answer.hdr, text, sizeof(text)), -EINVAL);
	cr_assert_str_eq(text, "without");
}
