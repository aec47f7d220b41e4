/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What JSON the API takes and gives, in constant tables: the check of what strangers send and the
 * JSON Schema of the OpenAPI document come from the same rows, so they cannot differ.
 */
#ifndef VDT_WEB_SCHEMA_H
#define VDT_WEB_SCHEMA_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#define VDT_SCHEMA_DEPTH   8  /* of the tables; deeper JSON has no table and is refused */
#define VDT_SCHEMA_ERRORS  8  /* told at once */
#define VDT_SCHEMA_POINTER 96 /* with NUL */
#define VDT_SCHEMA_DETAIL  160

/* A rule for the content of a string, beyond that it is text. */
struct vdt_schema_rule {
	const char *format;  /* of JSON Schema, or NULL */
	const char *pattern; /* of JSON Schema, or NULL */
	const char *allowed; /* for people: "one of ..." */
	bool (*holds)(const char *text);
};

enum vdt_field_kind {
	VDT_FIELD_STRING,  /* min, max: bytes; rule */
	VDT_FIELD_INTEGER, /* min, max */
	VDT_FIELD_BOOLEAN,
	VDT_FIELD_WORD,	  /* one of words */
	VDT_FIELD_ARRAY,  /* min, max: members; of */
	VDT_FIELD_OBJECT, /* object */
};

/* What a field is to the one who asks; zero for answers and what may be left out. */
#define VDT_FIELD_REQUIRED   1u
#define VDT_FIELD_WRITE_ONLY 2u /* a secret: never in an answer */

struct vdt_schema;

struct vdt_field {
	const char *name;
	enum vdt_field_kind kind;
	unsigned int flags;
	int64_t min, max;
	const struct vdt_schema_rule *rule;
	const char *const *words; /* NULL ends */
	const struct vdt_field *of;
	const struct vdt_schema *object;
	const char *doc;
};

struct vdt_schema {
	const char *name; /* in the OpenAPI document: "UserChange" */
	const char *doc;
	const struct vdt_field *fields;
	unsigned int count;
	bool open; /* other members too: JSON that another process makes */
};

/* Rows of a table: name, then what its kind needs, then .flags, .rule and .doc as wanted. */
/* clang-format off */
#define VDT_STRING(n, lo, hi, ...) \
	{.name = n, .kind = VDT_FIELD_STRING, .min = lo, .max = hi, __VA_ARGS__}
#define VDT_INTEGER(n, lo, hi, ...) \
	{.name = n, .kind = VDT_FIELD_INTEGER, .min = lo, .max = hi, __VA_ARGS__}
#define VDT_BOOLEAN(n, ...) \
	{.name = n, .kind = VDT_FIELD_BOOLEAN, __VA_ARGS__}
#define VDT_WORD(n, list, ...) \
	{.name = n, .kind = VDT_FIELD_WORD, .words = list, __VA_ARGS__}
#define VDT_ARRAY(n, lo, hi, what, ...) \
	{.name = n, .kind = VDT_FIELD_ARRAY, .min = lo, .max = hi, .of = what, __VA_ARGS__}
#define VDT_OBJECT(n, what, ...) \
	{.name = n, .kind = VDT_FIELD_OBJECT, .object = what, __VA_ARGS__}
/* clang-format on */

#define VDT_SCHEMA_FIELDS(table) .fields = (table), .count = sizeof(table) / sizeof(*(table))

/* What is wrong and where; both are made of the tables' words and plain member names only. */
struct vdt_schema_errors {
	unsigned int count;
	struct vdt_schema_error {
		char pointer[VDT_SCHEMA_POINTER]; /* RFC 6901; "" is the whole */
		char detail[VDT_SCHEMA_DETAIL];
	} error[VDT_SCHEMA_ERRORS];
};

extern const struct vdt_schema_rule vdt_rule_account;	  /* an account's name */
extern const struct vdt_schema_rule vdt_rule_session;	  /* the public id of a session */
extern const struct vdt_schema_rule vdt_rule_fingerprint; /* SHA-256 in hexadecimal digits */
extern const struct vdt_schema_rule vdt_rule_address;	  /* IPv4 or IPv6 */

/*
 * Check @value. Unknown members, wrong types, what is too long, too short, out of range, missing or
 * no text (control characters, direction overrides: they would end in logs and pages) are refused.
 * Returns 0, or -EINVAL with the first VDT_SCHEMA_ERRORS errors.
 */
int vdt_schema_check(const struct vdt_schema *schema, const json_t *value,
		     struct vdt_schema_errors *ret_errors);
/*
 * The same for a value that came as bare text in a path or query. @field is a string, an integer, a
 * boolean or a word; the pointer is "/NAME". Returns 0, or -EINVAL.
 */
int vdt_schema_check_text(const struct vdt_field *field, const char *text,
			  struct vdt_schema_errors *ret_errors);
/* Add an error of the caller's own: what a table cannot say. */
void vdt_schema_complain(struct vdt_schema_errors *errors, const char *pointer, const char *detail);

/* The JSON Schema (draft 2020-12, as OpenAPI 3.1 wants it) of an object or a field; objects within
 * are references to "#/components/schemas/NAME". NULL: no memory. */
json_t *vdt_schema_describe(const struct vdt_schema *schema);
json_t *vdt_schema_describe_field(const struct vdt_field *field);

#endif /* VDT_WEB_SCHEMA_H */
