/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A YAML document as a tree that remembers where everything stood. Only the plain part of YAML is
 * taken: no anchors and aliases (so no bombs), no tags, one document, no key twice, bounded depth
 * and size. Every scalar is text; what it means the reader decides.
 */
#ifndef VDT_KIT_YAML_TREE_H
#define VDT_KIT_YAML_TREE_H

#include "lib/policy/model.h"

#define VDT_YAML_SIZE  (4u << 20) /* bytes of a document */
#define VDT_YAML_NODES 200000
#define VDT_YAML_KEYS  256 /* of one map */
#define VDT_YAML_DEPTH 8

enum vdt_yaml_kind { VDT_YAML_SCALAR, VDT_YAML_LIST, VDT_YAML_MAP };

struct vdt_yaml_node {
	enum vdt_yaml_kind kind;
	struct vdt_model_mark at;
	char *text; /* of a scalar */
	char *key;  /* of a member of a map */
	struct vdt_model_mark key_at;
	struct vdt_yaml_node *first, *last, *next; /* children, in the order of the source */
};

/*
 * Read @len bytes of @text; @file is the name for the marks and must outlive the tree. Returns 0,
 * -ENOMEM, or -EINVAL with @ret_error filled in.
 */
int vdt_yaml_parse(const char *text, size_t len, const char *file, struct vdt_yaml_node **ret_root,
		   struct vdt_model_error *ret_error);
void vdt_yaml_free(struct vdt_yaml_node *node);

/* "a list", for messages. */
const char *vdt_yaml_kind_name(enum vdt_yaml_kind kind);

#endif /* VDT_KIT_YAML_TREE_H */
