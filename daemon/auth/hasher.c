// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/hasher.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>
#include <sys/eventfd.h>

#include "lib/crypto/random.h"
#include "lib/crypto/secret.h"

#define PLACES (VDT_HASHER_QUEUE + VDT_HASHER_USERS)

/* The event loop owns a place that is free or done, a thread one that runs. */
enum stage { FREE, WAITING, RUNNING, DONE };

struct place {
	enum stage stage;
	uint64_t number; /* in the order of asking */
	struct vdt_hasher_ask ask;
	int result;
	char hash[VDT_PASSWORD_HASH];
	struct vdt_password_job job;
};

struct vdt_hasher {
	int fd; /* the threads signal here that a job is done */
	struct event *readable;
	unsigned int threads; /* that run */
	pthread_t thread[VDT_HASHER_THREADS];

	pthread_mutex_t lock; /* guards what follows, but for the places that run */
	pthread_cond_t work;
	bool end;
	uint64_t last;
	struct place *place; /* PLACES, in secret memory */
};

/* Who is logged in goes first, then who came first. */
static bool goes_first(const struct place *one, const struct place *other)
{
	if (one->ask.lane != other->ask.lane)
		return one->ask.lane == VDT_LANE_USER;
	return one->number < other->number;
}

static struct place *find_place(struct vdt_hasher *hasher, enum stage stage)
{
	struct place *best = NULL;

	for (unsigned int i = 0; i < PLACES; i++)
		if (hasher->place[i].stage == stage &&
		    (!best || goes_first(&hasher->place[i], best)))
			best = &hasher->place[i];
	return best;
}

/* The next job, or NULL when it is time to end. */
static struct place *wait_for_job(struct vdt_hasher *hasher)
{
	struct place *place = NULL;

	pthread_mutex_lock(&hasher->lock);
	while (!hasher->end && !(place = find_place(hasher, WAITING)))
		pthread_cond_wait(&hasher->work, &hasher->lock);
	if (hasher->end)
		place = NULL;
	if (place)
		place->stage = RUNNING;
	pthread_mutex_unlock(&hasher->lock);
	return place;
}

static void finish_job(struct vdt_hasher *hasher, struct place *place)
{
	explicit_bzero(&place->job, sizeof(place->job));
	pthread_mutex_lock(&hasher->lock);
	place->stage = DONE;
	pthread_mutex_unlock(&hasher->lock);
	eventfd_write(hasher->fd, 1);
}

static void *run_thread(void *ctx)
{
	struct vdt_hasher *hasher = ctx;
	struct place *place;

	while ((place = wait_for_job(hasher))) {
		place->result = vdt_password_do(&place->job, place->hash);
		finish_job(hasher, place);
	}
	return NULL;
}

static bool take_finished(struct vdt_hasher *hasher, struct place *ret_place)
{
	struct place *place;

	pthread_mutex_lock(&hasher->lock);
	place = find_place(hasher, DONE);
	if (place) {
		ret_place->ask = place->ask;
		ret_place->result = place->result;
		memcpy(ret_place->hash, place->hash, sizeof(ret_place->hash));
		place->stage = FREE;
	}
	pthread_mutex_unlock(&hasher->lock);
	return place;
}

static void on_readable(evutil_socket_t fd, short events, void *ctx)
{
	struct vdt_hasher *hasher = ctx;
	struct place place;
	eventfd_t count;

	eventfd_read(fd, &count);
	while (take_finished(hasher, &place))
		place.ask.done(place.ask.ctx, place.ask.id, place.result, place.hash);
}

static int start_threads(struct vdt_hasher *hasher, struct event_base *base)
{
	int err;

	hasher->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (hasher->fd < 0)
		return -errno;
	hasher->readable = event_new(base, hasher->fd, EV_READ | EV_PERSIST, on_readable, hasher);
	hasher->place = vdt_secret_new(PLACES * sizeof(*hasher->place));
	if (!hasher->readable || !hasher->place || event_add(hasher->readable, NULL))
		return -ENOMEM;
	for (; hasher->threads < VDT_HASHER_THREADS; hasher->threads++) {
		err = pthread_create(&hasher->thread[hasher->threads], NULL, run_thread, hasher);
		if (err)
			return -err;
	}
	return 0;
}

int vdt_hasher_new(struct event_base *base, struct vdt_hasher **ret_hasher)
{
	struct vdt_hasher *hasher = calloc(1, sizeof(*hasher));
	int err;

	if (!hasher)
		return -ENOMEM;
	hasher->fd = -1;
	pthread_mutex_init(&hasher->lock, NULL);
	pthread_cond_init(&hasher->work, NULL);
	err = start_threads(hasher, base);
	if (err) {
		vdt_hasher_free(hasher);
		return err;
	}
	*ret_hasher = hasher;
	return 0;
}

static void end_threads(struct vdt_hasher *hasher)
{
	pthread_mutex_lock(&hasher->lock);
	hasher->end = true;
	pthread_cond_broadcast(&hasher->work);
	pthread_mutex_unlock(&hasher->lock);
	while (hasher->threads)
		pthread_join(hasher->thread[--hasher->threads], NULL);
}

void vdt_hasher_free(struct vdt_hasher *hasher)
{
	if (!hasher)
		return;
	end_threads(hasher);
	if (hasher->readable)
		event_free(hasher->readable);
	if (hasher->fd >= 0)
		close(hasher->fd);
	vdt_secret_free(hasher->place, PLACES * sizeof(*hasher->place));
	pthread_cond_destroy(&hasher->work);
	pthread_mutex_destroy(&hasher->lock);
	free(hasher);
}

/* Random early drop: who fills the queue loses more often than who comes by once. */
static bool is_unlucky(unsigned int queued)
{
	uint32_t number;

	if (queued < VDT_HASHER_CALM)
		return false;
	return queued >= VDT_HASHER_QUEUE || vdt_random_below(VDT_HASHER_QUEUE, &number) ||
	       number <= queued - VDT_HASHER_CALM;
}

static bool has_room(const struct vdt_hasher *hasher, enum vdt_lane lane)
{
	unsigned int queued = 0;

	for (unsigned int i = 0; i < PLACES; i++)
		if (hasher->place[i].stage != FREE && hasher->place[i].ask.lane == lane)
			queued++;
	return lane == VDT_LANE_USER ? queued < VDT_HASHER_USERS : !is_unlucky(queued);
}

int vdt_hasher_submit(struct vdt_hasher *hasher, const struct vdt_hasher_ask *ask,
		      const struct vdt_password_job *job)
{
	struct place *place;
	int err = -EBUSY;

	pthread_mutex_lock(&hasher->lock);
	if (has_room(hasher, ask->lane)) {
		place = find_place(hasher, FREE); /* there is one: the lanes fill no more */
		place->number = ++hasher->last;
		place->ask = *ask;
		place->job = *job;
		place->stage = WAITING;
		pthread_cond_signal(&hasher->work);
		err = 0;
	}
	pthread_mutex_unlock(&hasher->lock);
	return err;
}
