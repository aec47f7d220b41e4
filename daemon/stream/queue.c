// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/stream/queue.h"

static void drop_head(struct vdt_queue *queue)
{
	struct vdt_burst *burst = queue->ring[queue->head];

	queue->bytes -= burst->len;
	queue->head = (queue->head + 1) % VDT_QUEUE_COUNT;
	queue->count--;
	queue->sent = 0;
	queue->busy = false;
	vdt_burst_put(burst);
}

static void drop_tail(struct vdt_queue *queue)
{
	struct vdt_burst *burst = queue->ring[(queue->head + --queue->count) % VDT_QUEUE_COUNT];

	queue->bytes -= burst->len;
	vdt_burst_put(burst);
}

void vdt_queue_init(struct vdt_queue *queue)
{
	*queue = (struct vdt_queue){.waiting = true};
}

void vdt_queue_done(struct vdt_queue *queue)
{
	while (queue->count)
		drop_head(queue);
}

static bool is_full(const struct vdt_queue *queue, size_t more)
{
	return queue->count == VDT_QUEUE_COUNT || queue->bytes + more > VDT_QUEUE_BYTES;
}

void vdt_queue_push(struct vdt_queue *queue, struct vdt_burst *burst)
{
	if (burst->key)
		queue->waiting = false;
	if (queue->waiting)
		return;
	if (is_full(queue, burst->len)) {
		while (queue->count > queue->busy)
			drop_tail(queue);
		queue->gaps++;
		queue->waiting = !burst->key;
		if (queue->waiting)
			return;
	}
	queue->ring[(queue->head + queue->count++) % VDT_QUEUE_COUNT] = vdt_burst_get(burst);
	queue->bytes += burst->len;
}

bool vdt_queue_peek(struct vdt_queue *queue, const uint8_t **ret_data, size_t *ret_len)
{
	const struct vdt_burst *burst = queue->ring[queue->head];

	if (!queue->count)
		return false;
	queue->busy = true;
	*ret_data = burst->data + queue->sent;
	*ret_len = burst->len - queue->sent;
	return true;
}

void vdt_queue_sent(struct vdt_queue *queue, size_t len)
{
	queue->sent += len;
	if (queue->sent == queue->ring[queue->head]->len)
		drop_head(queue);
}

void vdt_queue_wait_key(struct vdt_queue *queue)
{
	queue->waiting = true;
}
