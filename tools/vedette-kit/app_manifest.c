// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/app_manifest.h"

#include <errno.h>
#include <openssl/evp.h>
#include <string.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "tools/vedette-kit/app_xattr.h"
#include "tools/vedette-kit/command.h"

#define MANIFEST_MAX (256u << 20)
#define FILE_LINE    "# file: "
#define BASE64_LINE  VDT_APP_XATTR "=0s"
#define HEX_LINE     VDT_APP_XATTR "=0x"
#define BASE64_MAX   (VDT_APP_SIGNATURE_MAX / 3 * 4 + 4)

static bool is_plain(char c)
{
	return c >= ' ' && c <= '~' && c != '\\';
}

static char *quote_byte(char *to, uint8_t byte)
{
	*to++ = '\\';
	*to++ = (char)('0' + (byte >> 6));
	*to++ = (char)('0' + (byte >> 3 & 7));
	*to++ = (char)('0' + (byte & 7));
	return to;
}

char *vdt_app_quote(const char *name)
{
	char *quoted = malloc(4 * strlen(name) + 1), *to = quoted;

	if (!quoted)
		return NULL;
	for (; *name; name++)
		if (is_plain(*name))
			*to++ = *name;
		else
			to = quote_byte(to, (uint8_t)*name);
	*to = '\0';
	return quoted;
}

static bool is_octal(const char *digits)
{
	return digits[0] >= '0' && digits[0] <= '3' && digits[1] >= '0' && digits[1] <= '7' &&
	       digits[2] >= '0' && digits[2] <= '7';
}

/* In place. False: a backslash without its digits, or a NUL that hides the rest. */
static bool unquote(char *name)
{
	char *to = name;

	for (const char *from = name; *from; from++) {
		*to = *from;
		if (*from == '\\') {
			if (!is_octal(from + 1))
				return false;
			*to = (char)((from[1] - '0') << 6 | (from[2] - '0') << 3 | (from[3] - '0'));
			from += 3;
		}
		if (!*to++)
			return false;
	}
	*to = '\0';
	return true;
}

/* A part of a path that leads to itself, upwards or nowhere. */
static bool is_odd_part(const char *part, size_t len)
{
	return !len || (len == 1 && part[0] == '.') || (len == 2 && !memcmp(part, "..", 2));
}

static bool stays_beneath(const char *name)
{
	for (;;) {
		size_t len = strcspn(name, "/");

		if (is_odd_part(name, len))
			return false;
		if (!name[len])
			return true;
		name += len + 1;
	}
}

int vdt_app_manifest_write(FILE *out, const char *name, const struct vdt_app_signature *signature)
{
	_cleanup_free_ char *quoted = vdt_app_quote(name);
	unsigned char text[BASE64_MAX + 1];

	if (!quoted)
		return -ENOMEM;
	EVP_EncodeBlock(text, signature->bytes, (int)signature->len);
	fprintf(out, FILE_LINE "%s\n" BASE64_LINE "%s\n\n", quoted, text);
	return 0;
}

/* EVP_DecodeBlock() takes more than base64 is, so only what encodes to the same text will do. */
static bool from_base64(const char *text, struct vdt_app_signature *ret)
{
	size_t len = strlen(text), padding = len - strcspn(text, "=");
	uint8_t bytes[BASE64_MAX];
	char again[BASE64_MAX + 1];
	int got;

	if (!len || len > BASE64_MAX || padding > 2)
		return false;
	got = EVP_DecodeBlock(bytes, (const unsigned char *)text, (int)len) - (int)padding;
	if (got <= 0 || got > VDT_APP_SIGNATURE_MAX)
		return false;
	EVP_EncodeBlock((unsigned char *)again, bytes, got);
	if (strcmp(again, text))
		return false;
	memcpy(ret->bytes, bytes, (size_t)got);
	ret->len = (size_t)got;
	return true;
}

static bool from_hex(const char *text, struct vdt_app_signature *ret)
{
	return OPENSSL_hexstr2buf_ex(ret->bytes, sizeof(ret->bytes), &ret->len, text, '\0') &&
	       ret->len;
}

static bool read_value(const char *line, struct vdt_app_signature *ret)
{
	if (!strncmp(line, BASE64_LINE, strlen(BASE64_LINE)))
		return from_base64(line + strlen(BASE64_LINE), ret);
	if (!strncmp(line, HEX_LINE, strlen(HEX_LINE)))
		return from_hex(line + strlen(HEX_LINE), ret);
	return false;
}

static struct vdt_app_entry *add_entry(struct vdt_app_manifest *manifest)
{
	size_t count = manifest->count;
	struct vdt_app_entry *grown = manifest->entries;

	/* Grows at every power of two. */
	if (!(count & (count - 1)))
		grown = reallocarray(grown, count ? 2 * count : 1, sizeof(*grown));
	if (!grown)
		return NULL;
	manifest->entries = grown;
	manifest->count++;
	grown[count] = (struct vdt_app_entry){0};
	return &grown[count];
}

/* What is wrong with a line; NULL: nothing. */
static const char *read_line(struct vdt_app_manifest *manifest, char *line)
{
	struct vdt_app_entry *last =
		manifest->count ? &manifest->entries[manifest->count - 1] : NULL;

	if (!*line)
		return NULL;
	if (!strncmp(line, FILE_LINE, strlen(FILE_LINE))) {
		char *name = line + strlen(FILE_LINE);

		if (!unquote(name))
			return "a backslash in a name wants three octal digits";
		if (!stays_beneath(name))
			return "the name must be relative and not leave its folder";
		last = add_entry(manifest);
		if (last)
			last->name = strdup(name);
		return last && last->name ? NULL : "no memory";
	}
	if (!last || last->signature.len)
		return "expected '" FILE_LINE "NAME'";
	return read_value(line, &last->signature) ? NULL : "expected '" BASE64_LINE "' and base64";
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct vdt_app_entry *)a)->name,
		      ((const struct vdt_app_entry *)b)->name);
}

static int check_entries(const char *path, struct vdt_app_manifest *manifest)
{
	if (manifest->count)
		qsort(manifest->entries, manifest->count, sizeof(*manifest->entries), by_name);
	for (size_t i = 0; i < manifest->count; i++) {
		const struct vdt_app_entry *entry = &manifest->entries[i];
		const char *wrong = NULL;
		_cleanup_free_ char *quoted = NULL;

		if (!entry->signature.len)
			wrong = "has no " VDT_APP_XATTR;
		else if (i && !strcmp(entry[-1].name, entry->name))
			wrong = "is there twice";
		if (!wrong)
			continue;
		quoted = vdt_app_quote(entry->name);
		return vdt_kit_fail(KIT_REFUSED, "%s: %s %s", path, quoted ? quoted : "a name",
				    wrong);
	}
	return KIT_DONE;
}

static int read_lines(const char *path, char *text, size_t len, struct vdt_app_manifest *manifest)
{
	char *next = text;

	if (strlen(text) != len)
		return vdt_kit_fail(KIT_REFUSED, "%s is no manifest: it has NUL bytes", path);
	for (unsigned int number = 1; next; number++) {
		char *line = strsep(&next, "\n");
		const char *wrong = read_line(manifest, line);

		if (wrong)
			return vdt_kit_fail(KIT_REFUSED, "%s:%u: %s", path, number, wrong);
	}
	return check_entries(path, manifest);
}

int vdt_app_manifest_parse(const char *path, char *text, size_t len,
			   struct vdt_app_manifest *ret_manifest)
{
	int code;

	*ret_manifest = (struct vdt_app_manifest){0};
	code = read_lines(path, text, len, ret_manifest);
	if (code)
		vdt_app_manifest_done(ret_manifest);
	return code;
}

int vdt_app_manifest_read(const char *path, struct vdt_app_manifest *ret_manifest)
{
	_cleanup_free_ uint8_t *text = NULL;
	size_t len;
	int err = vdt_file_read(path, MANIFEST_MAX, &text, &len);

	*ret_manifest = (struct vdt_app_manifest){0};
	if (err)
		return vdt_kit_fail(KIT_REFUSED, "%s: %s", path, strerror(-err));
	return vdt_app_manifest_parse(path, (char *)text, len, ret_manifest);
}

void vdt_app_manifest_done(struct vdt_app_manifest *manifest)
{
	for (size_t i = 0; i < manifest->count; i++)
		free(manifest->entries[i].name);
	free(manifest->entries);
	*manifest = (struct vdt_app_manifest){0};
}

struct vdt_app_entry *vdt_app_manifest_find(const struct vdt_app_manifest *manifest,
					    const char *name)
{
	struct vdt_app_entry key = {.name = (char *)name};

	return manifest->count ? bsearch(&key, manifest->entries, manifest->count,
					 sizeof(*manifest->entries), by_name)
			       : NULL;
}
