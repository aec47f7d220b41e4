// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "prefix_merge.h"

static bool is_before(const struct vdt_prefix_merge *m, unsigned int a, unsigned int b)
{
	return vdt_prefix_key_before(&m->cursors[m->heap[a]].key, &m->cursors[m->heap[b]].key);
}

static void sift_down(struct vdt_prefix_merge *m, unsigned int at)
{
	unsigned int child;
	u8 moved;

	for (; (child = 2 * at + 1) < m->n; at = child) {
		if (child + 1 < m->n && is_before(m, child + 1, child))
			child++;
		if (!is_before(m, child, at))
			return;
		moved = m->heap[at];
		m->heap[at] = m->heap[child];
		m->heap[child] = moved;
	}
}

int vdt_prefix_merge_init(struct vdt_prefix_merge *m, const struct vdt_prefix_source *sources,
			  unsigned int n, enum vdt_prefix_family family, const char **ret_why)
{
	unsigned int i;
	int err;

	m->n = 0;
	m->mask = 0;
	for (i = 0; i < n; i++) {
		err = vdt_prefix_cursor_init(&m->cursors[i], &sources[i], family, ret_why);
		if (err)
			return err;
		if (!m->cursors[i].done)
			m->heap[m->n++] = i;
	}
	for (i = m->n / 2; i--;)
		sift_down(m, i);
	return 0;
}

static struct vdt_prefix_cursor *first_cursor(struct vdt_prefix_merge *m)
{
	return &m->cursors[m->heap[0]];
}

int vdt_prefix_merge_next(struct vdt_prefix_merge *m, struct vdt_prefix_key *ret_key,
			  const char **ret_why)
{
	struct vdt_prefix_cursor *top;
	int err;

	if (!m->n)
		return 0;
	top = first_cursor(m);
	*ret_key = top->key;
	do {
		m->mask ^= BIT_ULL(m->heap[0]);
		err = vdt_prefix_cursor_next(top, ret_why);
		if (err)
			return err;
		if (top->done)
			m->heap[0] = m->heap[--m->n];
		sift_down(m, 0);
		top = first_cursor(m);
	} while (m->n && vdt_prefix_key_equal(&top->key, ret_key));
	return 1;
}
