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

#include "daemon/auth/password.h"
#include "lib/crypto/random.h"
#include "lib/crypto/secret.h"
#include "lib/ipc/msgs.h"

struct job {
	uint32_t id;
	int result;
	char hash[VDT_PASSWORD_HASH];
	char password[VDT_PASSWORD_ROOM];
};

struct vdt_hasher {
	vdt_hasher_done done;
	void *ctx;
	int fd; /* the thread signals here that a job is done */
	struct event *readable;
	pthread_t thread;
	bool running;
	struct job *ring; /* VDT_HASHER_QUEUE, in secret memory */

	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t work;
	bool end;
	/* Counters that only grow; a job's place is its number modulo the size of the ring. Jobs
	 * from collected to finished belong to the event loop, the next one to the thread. */
	unsigned int collected, finished, submitted;
};

static struct job *get_job(struct vdt_hasher *hasher, unsigned int number)
{
	return &hasher->ring[number % VDT_HASHER_QUEUE];
}

/* The next job, or NULL when it is time to end. */
static struct job *wait_for_job(struct vdt_hasher *hasher)
{
	struct job *job;

	pthread_mutex_lock(&hasher->lock);
	while (!hasher->end && hasher->finished == hasher->submitted)
		pthread_cond_wait(&hasher->work, &hasher->lock);
	job = hasher->end ? NULL : get_job(hasher, hasher->finished);
	pthread_mutex_unlock(&hasher->lock);
	return job;
}

static void finish_job(struct vdt_hasher *hasher)
{
	pthread_mutex_lock(&hasher->lock);
	hasher->finished++;
	pthread_mutex_unlock(&hasher->lock);
	eventfd_write(hasher->fd, 1);
}

static void *run_thread(void *ctx)
{
	struct vdt_hasher *hasher = ctx;
	struct job *job;

	while ((job = wait_for_job(hasher))) {
		job->result = vdt_password_verify(job->hash, job->password);
		explicit_bzero(job->password, sizeof(job->password));
		finish_job(hasher);
	}
	return NULL;
}

static bool take_finished(struct vdt_hasher *hasher, struct job *ret_job)
{
	bool there;

	pthread_mutex_lock(&hasher->lock);
	there = hasher->collected != hasher->finished;
	if (there) {
		ret_job->id = get_job(hasher, hasher->collected)->id;
		ret_job->result = get_job(hasher, hasher->collected)->result;
		hasher->collected++;
	}
	pthread_mutex_unlock(&hasher->lock);
	return there;
}

static void on_readable(evutil_socket_t fd, short events, void *ctx)
{
	struct vdt_hasher *hasher = ctx;
	eventfd_t count;
	struct job job;

	eventfd_read(fd, &count);
	while (take_finished(hasher, &job))
		hasher->done(hasher->ctx, job.id, job.result);
}

static int start_thread(struct vdt_hasher *hasher, struct event_base *base)
{
	int err;

	hasher->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (hasher->fd < 0)
		return -errno;
	hasher->readable = event_new(base, hasher->fd, EV_READ | EV_PERSIST, on_readable, hasher);
	hasher->ring = vdt_secret_new(VDT_HASHER_QUEUE * sizeof(*hasher->ring));
	if (!hasher->readable || !hasher->ring || event_add(hasher->readable, NULL))
		return -ENOMEM;
	err = pthread_create(&hasher->thread, NULL, run_thread, hasher);
	hasher->running = !err;
	return -err;
}

int vdt_hasher_new(struct event_base *base, vdt_hasher_done done, void *ctx,
		   struct vdt_hasher **ret_hasher)
{
	struct vdt_hasher *hasher = calloc(1, sizeof(*hasher));
	int err;

	if (!hasher)
		return -ENOMEM;
	hasher->done = done;
	hasher->ctx = ctx;
	hasher->fd = -1;
	pthread_mutex_init(&hasher->lock, NULL);
	pthread_cond_init(&hasher->work, NULL);
	err = start_thread(hasher, base);
	if (err) {
		vdt_hasher_free(hasher);
		return err;
	}
	*ret_hasher = hasher;
	return 0;
}

static void end_thread(struct vdt_hasher *hasher)
{
	if (!hasher->running)
		return;
	pthread_mutex_lock(&hasher->lock);
	hasher->end = true;
	pthread_cond_signal(&hasher->work);
	pthread_mutex_unlock(&hasher->lock);
	pthread_join(hasher->thread, NULL);
}

void vdt_hasher_free(struct vdt_hasher *hasher)
{
	if (!hasher)
		return;
	end_thread(hasher);
	if (hasher->readable)
		event_free(hasher->readable);
	if (hasher->fd >= 0)
		close(hasher->fd);
	vdt_secret_free(hasher->ring, VDT_HASHER_QUEUE * sizeof(*hasher->ring));
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

int vdt_hasher_submit(struct vdt_hasher *hasher, uint32_t id, const char *hash,
		      const char *password)
{
	struct job *job;
	int err = -EBUSY;

	pthread_mutex_lock(&hasher->lock);
	if (!is_unlucky(hasher->submitted - hasher->collected)) {
		job = get_job(hasher, hasher->submitted);
		job->id = id;
		memcpy(job->hash, hash, strnlen(hash, sizeof(job->hash) - 1) + 1);
		memcpy(job->password, password, strnlen(password, sizeof(job->password) - 1) + 1);
		hasher->submitted++;
		pthread_cond_signal(&hasher->work);
		err = 0;
	}
	pthread_mutex_unlock(&hasher->lock);
	return err;
}
