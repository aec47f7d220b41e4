// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/yaml_schema.h"

#include <string.h>

#include "lib/policy/complain.h"
#include "tools/vedette-kit/number.h"

#define QUOTE 80 /* bytes of a wrong value that a message repeats */

int vdt_yaml_expect(struct vdt_yaml_builder *b, const struct vdt_yaml_node *node,
		    enum vdt_yaml_kind kind, const char *what)
{
	if (node->kind == kind)
		return 0;
	return vdt_complain(b->error, &node->at, "%s is %s; expected %s", what,
			    vdt_yaml_kind_name(node->kind), vdt_yaml_kind_name(kind));
}

static const struct vdt_yaml_key *find_key(const struct vdt_yaml_schema *schema, const char *name)
{
	for (size_t i = 0; i < schema->count; i++)
		if (!strcmp(schema->keys[i].name, name))
			return &schema->keys[i];
	return NULL;
}

static int refuse_key(struct vdt_yaml_builder *b, const struct vdt_yaml_schema *schema,
		      const struct vdt_yaml_node *child)
{
	char known[VDT_MODEL_ERROR] = "";

	for (size_t i = 0; i < schema->count; i++) {
		strncat(known, i ? ", " : "", sizeof(known) - strlen(known) - 1);
		strncat(known, schema->keys[i].name, sizeof(known) - strlen(known) - 1);
	}
	return vdt_complain(b->error, &child->key_at, "unknown key '%.*s' in %s; known keys: %s",
			    QUOTE, child->key, schema->what, known);
}

static const struct vdt_yaml_node *member(const struct vdt_yaml_node *map, const char *key)
{
	for (const struct vdt_yaml_node *child = map->first; child; child = child->next)
		if (!strcmp(child->key, key))
			return child;
	return NULL;
}

static int read_member(struct vdt_yaml_builder *b, const struct vdt_yaml_schema *schema, void *into,
		       const struct vdt_yaml_node *child)
{
	const struct vdt_yaml_key *key = find_key(schema, child->key);
	int err;

	if (!key)
		return refuse_key(b, schema, child);
	err = key->kind == VDT_YAML_ANY ? 0 : vdt_yaml_expect(b, child, key->kind, key->name);
	return err ? err : key->take(b, into, child);
}

int vdt_yaml_read_map(struct vdt_yaml_builder *b, const struct vdt_yaml_schema *schema, void *into,
		      const struct vdt_yaml_node *map)
{
	int err = vdt_yaml_expect(b, map, VDT_YAML_MAP, schema->what);

	if (err)
		return err;
	for (const struct vdt_yaml_node *child = map->first; !err && child; child = child->next)
		err = read_member(b, schema, into, child);
	for (size_t i = 0; !err && i < schema->count; i++)
		if (schema->keys[i].need && !member(map, schema->keys[i].name))
			err = vdt_complain(b->error, &map->at, "%s has no '%s'; add it",
					   schema->what, schema->keys[i].name);
	return err;
}

int vdt_yaml_read_text(struct vdt_yaml_builder *b, const struct vdt_yaml_node *node, char *into,
		       size_t room, const char *what)
{
	size_t len = strlen(node->text);

	if (!len)
		return vdt_complain(b->error, &node->at, "%s is empty", what);
	if (len >= room)
		return vdt_complain(b->error, &node->at, "%s has %zu bytes; at most %zu", what, len,
				    room - 1);
	memcpy(into, node->text, len + 1);
	return 0;
}

int vdt_yaml_read_number(struct vdt_yaml_builder *b, const struct vdt_yaml_node *node, uint64_t max,
			 uint64_t *ret_number)
{
	if (!vdt_number_parse(node->text, 1, max, ret_number))
		return 0;
	return vdt_complain(b->error, &node->at, "%s '%.*s' is no number from 1 to %llu", node->key,
			    QUOTE, node->text, (unsigned long long)max);
}

int vdt_yaml_read_rate(struct vdt_yaml_builder *b, const struct vdt_yaml_node *node, uint32_t max,
		       uint32_t *ret_rate, uint32_t *ret_period)
{
	static const struct {
		const char *name;
		uint32_t seconds;
	} units[] = {{"/s", 1}, {"/m", 60}, {"/h", 3600}};
	size_t digits = strcspn(node->text, "/");
	char number[24] = "";
	uint64_t rate;

	if (digits < sizeof(number))
		memcpy(number, node->text, digits);
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (strcmp(node->text + digits, units[i].name) ||
		    vdt_number_parse(number, 1, max, &rate))
			continue;
		*ret_rate = (uint32_t)rate;
		*ret_period = units[i].seconds;
		return 0;
	}
	return vdt_complain(b->error, &node->at,
			    "%s '%.*s'; expected a number from 1 to %u and /s, /m or /h, as 10/s",
			    node->key, QUOTE, node->text, max);
}

int vdt_yaml_read_word(struct vdt_yaml_builder *b, const struct vdt_yaml_node *node,
		       const char *const *words, const char *expected, uint8_t *ret_value)
{
	for (uint8_t i = 0; words[i]; i++) {
		if (!strcmp(words[i], node->text)) {
			*ret_value = i;
			return 0;
		}
	}
	return vdt_complain(b->error, &node->at, "%s '%.*s'; expected %s", node->key, QUOTE,
			    node->text, expected);
}
