// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/yaml_tree.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "lib/policy/complain.h"
#include "tools/vedette-kit/utf8.h"

struct reader {
	yaml_parser_t parser;
	const char *file;
	size_t nodes;
	struct vdt_model_error *error;
};

static struct vdt_model_mark mark_of(const struct reader *r, const yaml_mark_t *mark)
{
	return (struct vdt_model_mark){r->file, (unsigned int)mark->line + 1,
				       (unsigned int)mark->column + 1};
}

static int complain(struct reader *r, const yaml_mark_t *where, const char *what)
{
	struct vdt_model_mark at = mark_of(r, where);

	return vdt_complain(r->error, &at, "%s", what);
}

static int next_event(struct reader *r, yaml_event_t *event)
{
	if (yaml_parser_parse(&r->parser, event))
		return 0;
	if (r->parser.error == YAML_MEMORY_ERROR)
		return -ENOMEM;
	return complain(r, &r->parser.problem_mark,
			r->parser.problem ? r->parser.problem : "not YAML");
}

static struct vdt_yaml_node *new_node(struct reader *r, enum vdt_yaml_kind kind,
				      const yaml_event_t *event)
{
	struct vdt_yaml_node *node = calloc(1, sizeof(*node));

	if (!node)
		return NULL;
	node->kind = kind;
	node->at = mark_of(r, &event->start_mark);
	return node;
}

void vdt_yaml_free(struct vdt_yaml_node *node)
{
	struct vdt_yaml_node *child, *next;

	if (!node)
		return;
	for (child = node->first; child; child = next) {
		next = child->next;
		vdt_yaml_free(child);
	}
	free(node->text);
	free(node->key);
	free(node);
}

const char *vdt_yaml_kind_name(enum vdt_yaml_kind kind)
{
	static const char *const names[] = {"a value", "a list", "a map"};

	return names[kind];
}

static int read_node(struct reader *r, const yaml_event_t *event, unsigned int depth,
		     struct vdt_yaml_node **ret_node);

static void adopt(struct vdt_yaml_node *parent, struct vdt_yaml_node *child)
{
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
}

/* What YAML could do with @event, but a policy never needs. NULL: nothing. */
static const char *forbidden(const yaml_event_t *event)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;

	switch (event->type) {
	case YAML_ALIAS_EVENT:
		return "aliases (*name) are not part of the policy language; write it out";
	case YAML_SCALAR_EVENT:
		anchor = event->data.scalar.anchor;
		tag = event->data.scalar.tag;
		break;
	case YAML_SEQUENCE_START_EVENT:
		anchor = event->data.sequence_start.anchor;
		tag = event->data.sequence_start.tag;
		break;
	case YAML_MAPPING_START_EVENT:
		anchor = event->data.mapping_start.anchor;
		tag = event->data.mapping_start.tag;
		break;
	default:
		break;
	}
	if (anchor)
		return "anchors (&name) are not part of the policy language; write it out";
	return tag ? "tags (!name) are not part of the policy language" : NULL;
}

/* The text of a scalar. */
static int take_text(struct reader *r, const yaml_event_t *event, char **ret_text)
{
	/* An escape ("\0") can still bring in what the check of the file keeps out. */
	if (memchr(event->data.scalar.value, '\0', event->data.scalar.length))
		return complain(r, &event->start_mark, "a NUL byte inside a value");
	*ret_text = strdup((const char *)event->data.scalar.value);
	return *ret_text ? 0 : -ENOMEM;
}

/* @event is the key; takes it over as text. */
static int take_key(struct reader *r, const yaml_event_t *event, const struct vdt_yaml_node *map,
		    char **ret_key)
{
	const char *key = (const char *)event->data.scalar.value;
	const char *reason = forbidden(event);
	unsigned int count = 0;

	if (reason)
		return complain(r, &event->start_mark, reason);
	if (event->type != YAML_SCALAR_EVENT)
		return complain(r, &event->start_mark, "the key of a map must be a plain name");
	for (const struct vdt_yaml_node *child = map->first; child; child = child->next) {
		if (++count == VDT_YAML_KEYS)
			return complain(r, &event->start_mark, "too many keys for a policy");
		if (!strcmp(child->key, key)) {
			struct vdt_model_mark at = mark_of(r, &event->start_mark);

			return vdt_complain(r->error, &at,
					    "key '%.64s' stands here already, on line %u", key,
					    child->key_at.line);
		}
	}
	return take_text(r, event, ret_key);
}

/* A child of @parent that starts with @event: an item of a list, or a key with its value. */
static int read_child(struct reader *r, struct vdt_yaml_node *parent, yaml_event_t *event,
		      unsigned int depth)
{
	struct vdt_model_mark key_at = mark_of(r, &event->start_mark);
	struct vdt_yaml_node *child = NULL;
	yaml_event_t value;
	char *key = NULL;
	int err;

	if (parent->kind == VDT_YAML_LIST) {
		err = read_node(r, event, depth, &child);
	} else {
		err = take_key(r, event, parent, &key);
		if (err)
			return err;
		err = next_event(r, &value);
		if (!err) {
			err = read_node(r, &value, depth, &child);
			yaml_event_delete(&value);
		}
	}
	if (err) {
		free(key);
		return err;
	}
	child->key = key;
	child->key_at = key_at;
	adopt(parent, child);
	return 0;
}

static int read_children(struct reader *r, struct vdt_yaml_node *parent, unsigned int depth)
{
	for (;;) {
		yaml_event_t event;
		int err = next_event(r, &event);

		if (err)
			return err;
		if (event.type == YAML_SEQUENCE_END_EVENT || event.type == YAML_MAPPING_END_EVENT) {
			yaml_event_delete(&event);
			return 0;
		}
		err = read_child(r, parent, &event, depth);
		yaml_event_delete(&event);
		if (err)
			return err;
	}
}

static int fill_node(struct reader *r, const yaml_event_t *event, unsigned int depth,
		     struct vdt_yaml_node *node)
{
	if (node->kind != VDT_YAML_SCALAR)
		return read_children(r, node, depth + 1);
	return take_text(r, event, &node->text);
}

static int read_node(struct reader *r, const yaml_event_t *event, unsigned int depth,
		     struct vdt_yaml_node **ret_node)
{
	enum vdt_yaml_kind kind = event->type == YAML_SEQUENCE_START_EVENT  ? VDT_YAML_LIST
				  : event->type == YAML_MAPPING_START_EVENT ? VDT_YAML_MAP
									    : VDT_YAML_SCALAR;
	const char *reason = forbidden(event);
	struct vdt_yaml_node *node;
	int err;

	if (reason)
		return complain(r, &event->start_mark, reason);
	if (depth >= VDT_YAML_DEPTH)
		return complain(r, &event->start_mark, "nested too deep for a policy");
	if (++r->nodes > VDT_YAML_NODES)
		return complain(r, &event->start_mark, "too many values for a policy");
	node = new_node(r, kind, event);
	if (!node)
		return -ENOMEM;
	err = fill_node(r, event, depth, node);
	if (err) {
		vdt_yaml_free(node);
		return err;
	}
	*ret_node = node;
	return 0;
}

/* Skip the events around the document, take what is in it, and see that nothing follows. */
static int read_document(struct reader *r, struct vdt_yaml_node **ret_root)
{
	for (;;) {
		yaml_event_t event;
		int err = next_event(r, &event);
		bool end;

		if (err)
			return err;
		end = event.type == YAML_STREAM_END_EVENT;
		switch (event.type) {
		case YAML_STREAM_START_EVENT:
		case YAML_STREAM_END_EVENT:
		case YAML_DOCUMENT_END_EVENT:
			break;
		case YAML_DOCUMENT_START_EVENT:
			if (*ret_root)
				err = complain(r, &event.start_mark,
					       "a second document; one file, one policy");
			break;
		default:
			err = read_node(r, &event, 0, ret_root);
		}
		yaml_event_delete(&event);
		if (err || end)
			return err;
	}
}

int vdt_yaml_parse(const char *text, size_t len, const char *file, struct vdt_yaml_node **ret_root,
		   struct vdt_model_error *ret_error)
{
	struct reader r = {.file = file, .error = ret_error};
	struct vdt_model_mark top = {file, 1, 1};
	struct vdt_yaml_node *root = NULL;
	int err = vdt_utf8_check(text, len, file, ret_error);

	if (err)
		return err;
	if (!yaml_parser_initialize(&r.parser))
		return -ENOMEM;
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, len);
	err = read_document(&r, &root);
	yaml_parser_delete(&r.parser);
	if (!err && !root)
		err = vdt_complain(ret_error, &top, "the file is empty; expected a policy");
	if (err) {
		vdt_yaml_free(root);
		return err;
	}
	*ret_root = root;
	return 0;
}
