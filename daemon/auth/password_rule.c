// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/password_rule.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/*
 * What guessers try first: the most used passwords, those that cameras came with, keyboard walks
 * and words of this trade. Lower case; a word that another one and a few characters make is not
 * listed.
 */
/* clang-format off */
static const char *const words[] = {
	/* most used */
	"123", "1234", "12345", "123456", "1234567", "12345678", "123456789", "1234567890",
	"0123", "01234", "012345", "321", "4321", "54321", "654321", "7654321", "87654321",
	"987654321", "111", "1111", "222", "333", "444", "555", "666", "777", "888", "888888",
	"999", "000", "0000", "112233", "121212", "123123", "123321", "131313", "147258",
	"159753", "456", "696969", "789", "7777777", "1q2w3e", "1q2w3e4r", "1qaz", "2wsx",
	"3edc", "4rfv", "abc", "abcd", "abcdef", "a1b2c3", "aaa", "access", "adobe123",
	"amanda", "andrew", "angel", "anthony", "apple", "ashley", "austin", "bailey", "banana",
	"baseball", "basketball", "batman", "biteme", "blink182", "buster", "butterfly",
	"charlie", "cheese", "chelsea", "chocolate", "computer", "cookie", "corvette", "daniel",
	"donald", "dragon", "email", "family", "flower", "football", "freedom", "friend",
	"fuckyou", "gfhjkm", "ginger", "hannah", "harley", "hello", "hockey", "hunter",
	"iloveyou", "internet", "jasmine", "jennifer", "jessica", "jordan", "joshua", "justin",
	"killer", "letmein", "liverpool", "login", "london", "lovely", "loveme", "maggie",
	"marina", "master", "matrix", "matthew", "maverick", "mercedes", "merlin", "michael",
	"michelle", "monkey", "monster", "mustang", "naruto", "nicole", "ninja", "ohmygod",
	"orange", "parola", "pass", "passw", "passwd", "passwort", "password", "patrick",
	"peanut", "pepper", "pokemon", "princess", "purple", "ranger", "robert", "samantha",
	"samsung", "scooter", "secret", "shadow", "silver", "smokey", "snoopy", "soccer",
	"solo", "sophie", "spiderman", "starwars", "summer", "sunshine", "superman", "taylor",
	"test", "testing", "thomas", "thunder", "tigger", "trustno1", "welcome", "whatever",
	"william", "winter", "yankees", "zaq1", "zinc",
	/* rows of keys */
	"asd", "asdf", "asdfgh", "asdfghjkl", "qaz", "qazwsx", "qwe", "qwer", "qwert", "qwerty",
	"qwertyu", "qwertyuiop", "qwertz", "azerty", "wsx", "zxc", "zxcv", "zxcvbn", "zxcvbnm",
	/* doors that cameras and recorders came with */
	"admin", "administrator", "root", "user", "guest", "default", "service", "support",
	"supervisor", "operator", "viewer", "system", "manager", "public", "private",
	"changeme", "meinsm", "jvc", "fliradmin", "ikwb", "wbox", "xc3511", "vizxv", "klv",
	"juantech", "hi3518", "anko", "xmhdipc", "tlwpc", "ubnt", "realtek", "dreambox",
	"openipc",
	/* words of the trade */
	"vedette", "camera", "ipcam", "webcam", "cctv", "nvr", "dvr", "onvif", "rtsp", "video",
	"security", "surveillance", "monitor", "axis", "bosch", "dahua", "foscam", "hanwha",
	"hikvision", "mobotix", "panasonic", "pelco", "reolink", "sony", "tplink", "vivotek",
};
/* clang-format on */

/* Bytes of the character of UTF-8 that begins here (RFC 3629 section 4), 0 if none does. */
static unsigned int measure_character(const unsigned char *at)
{
	unsigned int len = at[0] < 0x80 ? 1 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;

	if (len == 1)
		return 1;
	if (at[0] < 0xc2 || at[0] > 0xf4)
		return 0;
	for (unsigned int i = 1; i < len; i++)
		if ((at[i] & 0xc0) != 0x80)
			return 0;
	if ((at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f) ||
	    (at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] > 0x8f))
		return 0;
	return len;
}

/* C0, DEL and C1. */
static bool is_control(const unsigned char *at)
{
	return at[0] < 0x20 || at[0] == 0x7f || (at[0] == 0xc2 && at[1] < 0xa0);
}

static unsigned int get_class(unsigned char byte)
{
	if (byte >= 'a' && byte <= 'z')
		return 1;
	if (byte >= 'A' && byte <= 'Z')
		return 2;
	return byte >= '0' && byte <= '9' ? 4 : 8;
}

static char lower(char letter)
{
	return letter >= 'A' && letter <= 'Z' ? (char)(letter + 'a' - 'A') : letter;
}

/* The letter that this one is often written for. */
static char read_disguise(char letter)
{
	static const char from[] = "0134579@$!|", to[] = "oieastgasil";
	const char *at = letter ? strchr(from, letter) : NULL;

	return at ? to[at - from] : lower(letter);
}

static size_t match(const char *at, const char *word)
{
	size_t i;

	for (i = 0; word[i]; i++)
		if (!at[i] ||
		    (lower(at[i]) != lower(word[i]) && read_disguise(at[i]) != lower(word[i])))
			return 0;
	return i;
}

/*
 * How many bytes are left when as much as possible of @password is made of words. left[i] is the
 * answer for its first i bytes.
 */
static unsigned int count_own(const char *password, size_t len, const char *name)
{
	const size_t n = sizeof(words) / sizeof(words[0]);
	unsigned int left[VDT_RULE_MOST + 1];

	for (size_t i = 0; i <= len; i++)
		left[i] = (unsigned int)i;
	for (size_t i = 0; i < len; i++) {
		if (left[i] + 1 < left[i + 1])
			left[i + 1] = left[i] + 1;
		for (size_t w = 0; w <= n; w++) {
			size_t end = i + match(password + i, w < n ? words[w] : name);

			if (left[i] < left[end])
				left[end] = left[i];
		}
	}
	return left[len];
}

const char *vdt_password_rule(const char *password, const char *name, unsigned int least)
{
	const unsigned char *at = (const unsigned char *)password;
	unsigned int count = 0, classes = 0, len;

	if (strlen(password) > VDT_RULE_MOST)
		return "the password is longer than 128 bytes";
	for (; *at; at += len, count++) {
		len = measure_character(at);
		if (!len)
			return "the password is not valid UTF-8";
		if (is_control(at))
			return "the password has a control character in it";
		classes |= get_class(*at);
	}
	if (count < VDT_RULE_FLOOR)
		return "the password is shorter than 8 characters";
	if (count < least)
		return "the password is too short, see the least length that is set";
	if (__builtin_popcount(classes) < VDT_RULE_CLASSES)
		return "the password needs two of: lower case, upper case, digits, others";
	if (count_own(password, strlen(password), name) < VDT_RULE_OWN)
		return "the password is made of words that are tried first, add some more";
	return NULL;
}
