/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading YAML by tables: a map is described by its keys, a key by the kind of its value and the
 * function that takes it. All functions return 0, or -EINVAL with the error of the builder filled
 * in.
 */
#ifndef VDT_KIT_YAML_SCHEMA_H
#define VDT_KIT_YAML_SCHEMA_H

#include "tools/vedette-kit/yaml_tree.h"

/* What the functions that take values work on. */
struct vdt_yaml_builder {
	struct vdt_model *model;
	struct vdt_model_error *error;
	const char *path; /* of the document */
};

#define VDT_YAML_ANY (-1)

struct vdt_yaml_key {
	const char *name;
	int kind; /* enum vdt_yaml_kind, or VDT_YAML_ANY where take() looks itself */
	int (*take)(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value);
	enum { VDT_YAML_OPTIONAL, VDT_YAML_NEEDED } need;
};

struct vdt_yaml_schema {
	const char *what; /* "network", for messages */
	const struct vdt_yaml_key *keys;
	size_t count;
};

#define VDT_YAML_SCHEMA(what, table) \
	{ \
		what, table, sizeof(table) / sizeof(*(table)) \
	}

/* Give every member of @map to its key; @into is handed on. Or what a take function returns. */
int vdt_yaml_read_map(struct vdt_yaml_builder *b, const struct vdt_yaml_schema *schema, void *into,
		      const struct vdt_yaml_node *map);

int vdt_yaml_expect(struct vdt_yaml_builder *b, const struct vdt_yaml_node *node,
		    enum vdt_yaml_kind kind, const char *what);
/* A text that is not empty and fits with its NUL. */
int vdt_yaml_read_text(struct vdt_yaml_builder *b, const struct vdt_yaml_node *node, char *into,
		       size_t room, const char *what);
/* The member of a map as a number from 1 to @max. */
int vdt_yaml_read_number(struct vdt_yaml_builder *b, const struct vdt_yaml_node *node, uint64_t max,
			 uint64_t *ret_number);
/* The member of a map as a number of something in a time: "10/s", /m, /h; period in seconds. */
int vdt_yaml_read_rate(struct vdt_yaml_builder *b, const struct vdt_yaml_node *node, uint32_t max,
		       uint32_t *ret_rate, uint32_t *ret_period);
/* The member of a map as one of @words, which NULL ends; its index is the value. */
int vdt_yaml_read_word(struct vdt_yaml_builder *b, const struct vdt_yaml_node *node,
		       const char *const *words, const char *expected, uint8_t *ret_value);

#endif /* VDT_KIT_YAML_SCHEMA_H */
