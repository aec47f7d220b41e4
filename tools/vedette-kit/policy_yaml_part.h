/* SPDX-License-Identifier: BSD-3-Clause */
/* What the readers of the parts of a policy share. All return what vdt_yaml_read_map() does. */
#ifndef VDT_KIT_POLICY_YAML_PART_H
#define VDT_KIT_POLICY_YAML_PART_H

#include "tools/vedette-kit/yaml_schema.h"

int vdt_yaml_read_name(struct vdt_yaml_builder *b, const struct vdt_yaml_node *node,
		       struct vdt_model_name *name, const char *what);
/* Names of sets. */
int vdt_yaml_read_names(struct vdt_yaml_builder *b, const struct vdt_yaml_node *list,
			struct vdt_model_names *names);
/* The member of a map as a limit. */
int vdt_yaml_read_limit(struct vdt_yaml_builder *b, const struct vdt_yaml_node *node,
			uint32_t *ret_limit);

/* A list of paths, each of which is @what: "an executable". */
int vdt_yaml_read_paths(struct vdt_yaml_builder *b, const struct vdt_yaml_node *list,
			const char *what, struct vdt_model_paths *paths);

/* Keys of the document and of network:, `into` is not used. */
int vdt_yaml_take_network(struct vdt_yaml_builder *b, void *into,
			  const struct vdt_yaml_node *value);
int vdt_yaml_take_integrity(struct vdt_yaml_builder *b, void *into,
			    const struct vdt_yaml_node *value);
int vdt_yaml_take_accounts(struct vdt_yaml_builder *b, void *into,
			   const struct vdt_yaml_node *value);
int vdt_yaml_take_audit(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value);
int vdt_yaml_take_services(struct vdt_yaml_builder *b, void *into,
			   const struct vdt_yaml_node *value);
int vdt_yaml_take_egress(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value);

#endif /* VDT_KIT_POLICY_YAML_PART_H */
