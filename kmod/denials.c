// SPDX-License-Identifier: GPL-2.0-only
#include <linux/atomic.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/irqflags.h>
#include <linux/ktime.h>
#include <linux/limits.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "denials.h"
#include "events.h"
#include "exe.h"
#include "verdict.h"

struct sum {
	atomic64_t refused, observed;
};

/* What becomes an event, with all that only the process itself can tell. */
struct report {
	struct work_struct work; /* on `queue`, if it is finished later */
	struct vdt_denial denial;
	struct file *exe; /* a reference, or NULL */
	struct vdt_event event;
};

/* Written by init and exit only. */
static struct vdt_denial_table *table;
static struct workqueue_struct *queue;

static atomic_t waiting;  /* reports on the queue */
static atomic64_t missed; /* observed, and not in the table, since that was cleared */

static struct sum sums[VEDETTE_INTEGRITY_KIND_MAX + 1][VEDETTE_INTEGRITY_REASON_MAX + 1];

int vdt_denials_init(void)
{
	siphash_key_t key;

	get_random_bytes(&key, sizeof(key));
	table = vdt_denial_table_new(&key, ktime_get_boottime_ns());
	if (!table)
		return -ENOMEM;
	queue = alloc_workqueue("vedette_denials", WQ_UNBOUND, 0);
	if (!queue) {
		vdt_denial_table_free(table);
		return -ENOMEM;
	}
	return 0;
}

/* Nothing is denied any more. */
void vdt_denials_exit(void)
{
	destroy_workqueue(queue); /* when it is empty */
	vdt_denial_table_free(table);
}

static struct vdt_file_id id_of(const struct file *file)
{
	const struct inode *inode = file ? file_inode(file) : NULL;

	if (!inode)
		return (struct vdt_file_id){};
	return (struct vdt_file_id){
		.ino = inode->i_ino,
		.dev = inode->i_sb->s_dev,
		.generation = inode->i_generation,
	};
}

/* The end of it, for the name of a file stands there. */
static void name_file(struct file *file, char name[VDT_EVENT_TEXT_MAX + 1])
{
	char *page = file ? kmalloc(PATH_MAX, GFP_ATOMIC | __GFP_NOWARN) : NULL, *path;
	size_t len;

	name[0] = '\0';
	if (!page)
		return;
	path = d_path(&file->f_path, page, PATH_MAX);
	if (!IS_ERR(path)) {
		len = strlen(path);
		strscpy(name, len > VDT_EVENT_TEXT_MAX ? path + len - VDT_EVENT_TEXT_MAX : path,
			VDT_EVENT_TEXT_MAX + 1);
	}
	kfree(page);
}

static void describe_file(struct vdt_event *event, const struct vdt_denial *denial)
{
	const struct inode *inode = file_inode(denial->file);

	event->integrity.ino = inode->i_ino;
	event->integrity.dev = inode->i_sb->s_dev;
	if (!denial->verdict)
		return;
	event->integrity.key_id = denial->verdict->key_id;
	event->integrity.digest_len = vdt_hash_size(denial->verdict->hash);
	memcpy(event->integrity.digest, denial->verdict->digest, sizeof(event->integrity.digest));
}

/* NULL without memory. */
static struct report *report_new(const struct vdt_denial *denial)
{
	struct report *report = kzalloc(sizeof(*report), GFP_ATOMIC | __GFP_NOWARN);
	struct vdt_event *event;

	if (!report)
		return NULL;
	report->denial = *denial;
	report->exe = vdt_exe_file();
	event = &report->event;
	event->observed = denial->observed;
	event->integrity.kind = denial->kind;
	event->integrity.reason = denial->reason;
	if (!denial->file && denial->text)
		strscpy(event->integrity.path, denial->text, sizeof(event->integrity.path));
	vdt_event_by_current(event);
	return report;
}

static void report_free(struct report *report)
{
	if (report->exe)
		fput(report->exe);
	kfree(report);
}

static void send(struct report *report)
{
	const struct vdt_denial *denial = &report->denial;
	struct vdt_event *event = &report->event;
	struct vdt_denial_key key = {
		.exe = id_of(report->exe),
		.file = id_of(denial->file),
		.kind = denial->kind,
		.reason = denial->reason,
		.observed = denial->observed,
	};

	name_file(report->exe, event->text);
	if (denial->file)
		name_file(denial->file, event->integrity.path);
	if (!vdt_denial_table_add(table, &key, event->text, event->integrity.path,
				  ktime_get_boottime_ns(), &event->suppressed))
		return;
	if (denial->file)
		describe_file(event, denial);
	vdt_event_integrity(event);
}

static void send_later(struct work_struct *work)
{
	struct report *report = container_of(work, struct report, work);

	atomic_dec(&waiting);
	send(report);
	report_free(report);
}

static void miss(const struct vdt_denial *denial)
{
	if (denial->observed)
		atomic64_inc(&missed);
}

/* The locks of the table and of the events are not for where interrupts are off. */
static void queue_report(struct report *report)
{
	if (atomic_inc_return(&waiting) > VDT_DENIALS_WAITING) {
		atomic_dec(&waiting);
		miss(&report->denial);
		report_free(report);
		return;
	}
	INIT_WORK(&report->work, send_later);
	queue_work(queue, &report->work);
}

/* Without memory it is counted at least, and NULL. */
static struct report *count(const struct vdt_denial *denial)
{
	struct sum *sum = &sums[denial->kind][denial->reason];
	struct report *report = report_new(denial);

	atomic64_inc(denial->observed ? &sum->observed : &sum->refused);
	if (!report)
		miss(denial);
	return report;
}

void vdt_denial_report(const struct vdt_denial *denial)
{
	struct report *report;

	if (irqs_disabled()) {
		vdt_denial_report_later(denial);
		return;
	}
	report = count(denial);
	if (!report)
		return;
	send(report);
	report_free(report);
}

void vdt_denial_report_later(const struct vdt_denial *denial)
{
	struct report *report = count(denial);

	if (report)
		queue_report(report);
}

struct vdt_denial_count vdt_denial_count(u8 kind, u8 reason)
{
	struct sum *sum = &sums[kind][reason];

	return (struct vdt_denial_count){
		.refused = atomic64_read(&sum->refused),
		.observed = atomic64_read(&sum->observed),
	};
}

u32 vdt_denials_next(u32 place, struct vdt_denial_row *ret_row)
{
	return vdt_denial_table_next(table, place, ret_row);
}

u32 vdt_denials_clear(void)
{
	atomic64_set(&missed, 0);
	return vdt_denial_table_clear(table);
}

u64 vdt_denials_forgotten(void)
{
	return vdt_denial_table_forgotten(table) + atomic64_read(&missed);
}
