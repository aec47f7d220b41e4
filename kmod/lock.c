// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/workqueue.h>

#include <vedette/netlink.h>

#include "bpf_guard.h"
#include "events.h"
#include "hooks.h"
#include "image.h"
#include "limits.h"
#include "lock.h"
#include "personality.h"
#include "policy.h"
#include "programs.h"

/* Who locks, or looks whether he could; protects `text` and `why`. Taken before all other locks. */
static DEFINE_MUTEX(lock);
static char text[VDT_EVENT_TEXT_MAX + 1];
static char why[VDT_EVENT_TEXT_MAX + 32];

/* Set once. What the lock holds was made ready before. */
static bool locked;

bool vdt_locked(void)
{
	return smp_load_acquire(&locked); /* and sees what arm() made ready */
}

bool vdt_lock_judges_modules(const struct vdt_image *image)
{
	return image && image->policy->integrity.enforce & BIT(VEDETTE_INTEGRITY_KIND_MODULE);
}

static const char *find_loose_program(void)
{
	const char *path;
	int err;

	if (locked)
		return NULL;
	err = vdt_programs_hold(&path);
	if (!err) {
		vdt_programs_release();
		return NULL;
	}
	snprintf(text, sizeof(text), "%s %s", path,
		 err == -ETXTBSY ? "is open for writing" : "is not there, or not as a file");
	return text;
}

static const char *find_stranger(void)
{
	return vdt_bpf_guard_missing(text);
}

static u32 enforced_kinds(void)
{
	const struct vdt_image *image;
	u32 kinds;

	rcu_read_lock();
	image = vdt_policy_rcu();
	kinds = image ? image->policy->integrity.enforce : 0;
	rcu_read_unlock();
	return kinds;
}

/* A kind whose programs are not there is enforced on paper only. */
static const char *find_loose_kind(void)
{
	static const char *const parts[] = {
		[VEDETTE_INTEGRITY_KIND_EXEC] = "exec",
		[VEDETTE_INTEGRITY_KIND_MMAP] = "mmap",
		[VEDETTE_INTEGRITY_KIND_MEMORY] = "memory",
		[VEDETTE_INTEGRITY_KIND_MODULE] = "kernel-loads",
		[VEDETTE_INTEGRITY_KIND_FIRMWARE] = "kernel-loads",
		[VEDETTE_INTEGRITY_KIND_KEXEC] = "kernel-loads",
		[VEDETTE_INTEGRITY_KIND_SCRIPT] = "script",
		[VEDETTE_INTEGRITY_KIND_IMMUTABLE] = "immutable",
		[VEDETTE_INTEGRITY_KIND_DEVICE] = "device",
	};
	char missing[VDT_EVENT_TEXT_MAX - 40]; /* the rest is for the kind */
	u32 kinds = enforced_kinds();
	size_t i;

	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		if (!(kinds & BIT(i)) || !parts[i] ||
		    vdt_hooks_state(parts[i], missing, sizeof(missing)) ==
			    VEDETTE_ENFORCEMENT_STATE_HELD)
			continue;
		snprintf(text, sizeof(text), "%s, which the policy enforces: %s", parts[i],
			 missing);
		return text;
	}
	return NULL;
}

/* Programs that nobody signed could be started, and asked for in the place of ours. */
static const char *find_unjudged_code(void)
{
	static const u32 needed = BIT(VEDETTE_INTEGRITY_KIND_EXEC) |
				  BIT(VEDETTE_INTEGRITY_KIND_MMAP) |
				  BIT(VEDETTE_INTEGRITY_KIND_MEMORY);

	return (enforced_kinds() & needed) == needed
		       ? NULL
		       : "the policy does not enforce exec, mmap and memory, so any code runs";
}

/* What it would fall back to may judge less. */
static const char *find_waiting_policy(void)
{
	const struct vdt_image *image;
	bool waits;

	if (locked)
		return NULL;
	image = vdt_policy_hold();
	waits = vdt_policy_state() == VEDETTE_POLICY_STATE_UNCONFIRMED;
	if (waits)
		snprintf(text, sizeof(text), "version %llu waits to be confirmed",
			 image->policy->version);
	vdt_policy_release();
	return waits ? text : NULL;
}

/* What a locked device stands on: the programs of a part, and what else can be wrong. */
static const struct item {
	const char *name, *part;
	const char *(*missing)(void); /* NULL: nothing; returns NULL or a text, under the lock */
	bool spared;		      /* the lock comes about without it */
} items[] = {
	{"ftrace", NULL, vdt_personality_missing},
	{"module", "capabilities"},
	{"bpf", "bpf", find_stranger},
	{"kernel-modules", "capabilities"},
	{"kexec", "capabilities"},
	{"kernel-memory", "lockdown"},
	{"perf", "perf-events"},
	{"mounts", "mounts"},
	{"processes", "processes"},
	{"programs", NULL, find_loose_program},
	{"policy", NULL, find_waiting_policy},
	{"integrity", NULL, find_loose_kind},
	{"code", "exec", find_unjudged_code, true},
};

static struct vdt_lock_item describe(const struct item *item)
{
	struct vdt_lock_item told = {.name = item->name, .state = VEDETTE_ENFORCEMENT_STATE_HELD};

	if (item->part)
		told.state = vdt_hooks_state(item->part, text, sizeof(text));
	if (told.state != VEDETTE_ENFORCEMENT_STATE_HELD) {
		told.text = text;
		return told;
	}
	told.text = item->missing ? item->missing() : NULL;
	if (told.text)
		told.state = VEDETTE_ENFORCEMENT_STATE_NOT_HELD;
	return told;
}

int vdt_lock_each(int (*each)(const struct vdt_lock_item *item, void *ctx), void *ctx)
{
	struct vdt_lock_item told;
	int ret = 0;
	size_t i;

	mutex_lock(&lock);
	for (i = 0; !ret && i < ARRAY_SIZE(items); i++) {
		told = describe(&items[i]);
		ret = each(&told, ctx);
	}
	mutex_unlock(&lock);
	return ret;
}

static int refuse(const char *name, const char *reason)
{
	snprintf(why, sizeof(why), "%s: %s", name, reason);
	return -EBUSY;
}

/* A program may have been opened since it was looked at. */
static int arm(void)
{
	struct vdt_lock_item told;
	const char *path;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(items); i++) {
		told = describe(&items[i]);
		if (told.state != VEDETTE_ENFORCEMENT_STATE_HELD && !items[i].spared)
			return refuse(told.name, told.text ?: "not held");
	}
	if (vdt_programs_hold(&path))
		return refuse("programs", path);
	__module_get(THIS_MODULE);
	smp_store_release(&locked, true); /* behind the programs, for vdt_locked() */
	return 0;
}

int vdt_lock(const char **ret_why)
{
	int err = 0;

	mutex_lock(&lock);
	*ret_why = why;
	if (!locked) {
		err = arm();
		vdt_event_policy(VEDETTE_EVENT_TYPE_LOCK, NULL, err,
				 err ? why : "locked until the next boot");
	}
	mutex_unlock(&lock);
	return err;
}

static bool is_wanted(void)
{
	const struct vdt_image *image = vdt_policy_hold();
	bool wanted = image && image->policy->lock == VEDETTE_LOCK_WHEN_BOOT &&
		      vdt_policy_state() == VEDETTE_POLICY_STATE_CONFIRMED;

	vdt_policy_release();
	return wanted;
}

void vdt_lock_if_wanted(void)
{
	const char *reason;

	if (!vdt_locked() && is_wanted() && vdt_lock(&reason))
		pr_err(KBUILD_MODNAME ": the policy wants the device locked, but %s\n", reason);
}

static void lock_if_wanted(struct work_struct *work)
{
	vdt_lock_if_wanted();
}

static DECLARE_WORK(lock_work, lock_if_wanted);

void vdt_lock_later(void)
{
	schedule_work(&lock_work);
}

int vdt_lock_init(void)
{
	return 0;
}

/* Not locked, and nobody looks for strangers any more. */
void vdt_lock_exit(void)
{
	cancel_work_sync(&lock_work);
}
