// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/app_pool.h"

#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include "tools/vedette-kit/app_progress.h"

#define REDRAW_NS 100000000L

struct pool {
	struct vdt_app_tree *tree;
	vdt_app_work *work;
	void *arg;
	atomic_size_t next;  /* file to take */
	atomic_size_t files; /* done */
	atomic_ullong bytes; /* read */
	atomic_ullong other; /* of files that turned out to be no code */
	_Atomic(const char *) name;

	pthread_mutex_t lock;
	pthread_cond_t ended; /* a thread did */
	unsigned int running; /* threads; under lock */
};

static bool is_work(const struct vdt_app_file *file)
{
	return !file->first && file->result.state != VDT_APP_FAILED;
}

static void work_off(struct pool *pool)
{
	size_t at;

	while ((at = pool->next++) < pool->tree->count) {
		struct vdt_app_file *file = &pool->tree->files[at];

		if (!is_work(file))
			continue;
		pool->name = file->name;
		pool->work(file, &pool->bytes, pool->arg);
		if (file->result.state == VDT_APP_OTHER)
			pool->other += (unsigned long long)file->size;
		pool->files++;
	}
}

static void *run_thread(void *arg)
{
	struct pool *pool = arg;

	work_off(pool);
	pthread_mutex_lock(&pool->lock);
	pool->running--;
	pthread_cond_signal(&pool->ended);
	pthread_mutex_unlock(&pool->lock);
	return NULL;
}

static void measure(const struct vdt_app_tree *tree, struct vdt_app_progress *all)
{
	for (size_t i = 0; i < tree->count; i++) {
		if (!is_work(&tree->files[i]))
			continue;
		all->all_files++;
		all->all_bytes += (unsigned long long)tree->files[i].size;
	}
}

static void wait_a_moment(struct pool *pool)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += REDRAW_NS;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	pthread_cond_timedwait(&pool->ended, &pool->lock, &until);
}

static void watch(struct pool *pool, const struct vdt_app_progress *all)
{
	struct vdt_app_progress progress = *all;

	pthread_mutex_lock(&pool->lock);
	while (pool->running) {
		progress.files = pool->files;
		progress.bytes = pool->bytes;
		progress.all_bytes = all->all_bytes - pool->other;
		progress.name = pool->name;
		vdt_app_progress_draw(&progress);
		wait_a_moment(pool);
	}
	pthread_mutex_unlock(&pool->lock);
	vdt_app_progress_draw(NULL);
}

static unsigned int start(struct pool *pool, pthread_t *threads, unsigned int jobs)
{
	unsigned int started = 0;

	pthread_mutex_lock(&pool->lock);
	while (started < jobs && !pthread_create(&threads[started], NULL, run_thread, pool))
		started++;
	pool->running = started;
	pthread_mutex_unlock(&pool->lock);
	return started;
}

unsigned long long vdt_app_pool_run(struct vdt_app_tree *tree, unsigned int jobs,
				    vdt_app_work *work, void *arg)
{
	struct pool pool = {.tree = tree,
			    .work = work,
			    .arg = arg,
			    .name = "",
			    .lock = PTHREAD_MUTEX_INITIALIZER,
			    .ended = PTHREAD_COND_INITIALIZER};
	pthread_t threads[VDT_APP_JOBS];
	struct vdt_app_progress all = {0};
	unsigned int started;

	measure(tree, &all);
	if (!jobs)
		jobs = (unsigned int)sysconf(_SC_NPROCESSORS_ONLN);
	started = start(&pool, threads, jobs < VDT_APP_JOBS ? jobs : VDT_APP_JOBS);
	if (!started)
		work_off(&pool);
	else if (isatty(STDERR_FILENO))
		watch(&pool, &all);
	while (started)
		pthread_join(threads[--started], NULL);
	return pool.bytes;
}
