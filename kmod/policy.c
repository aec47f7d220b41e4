// SPDX-License-Identifier: GPL-2.0-only
/*
 * Why a policy is refused, each class with an errno of its own:
 *
 *   errno	   class			  found by
 *   EBADF	   file descriptor not readable	  image.c
 *   EBADMSG	   unsigned, or a damaged CMS	  image.c, policy_sig.c
 *   ENOKEY	   signed by an unknown key	  policy_sig.c
 *   EACCES	   signed by an application key	  policy_sig.c
 *   EKEYREJECTED  not what was signed		  policy_sig.c
 *   ENOPKG	   algorithm not in this kernel	  policy_sig.c
 *   ESTALE	   version not above the others	  here
 *   E2BIG	   over a bound			  image.c, policy_parse.c, prefix_set.c
 *   ENODATA	   cut off			  policy_level.c
 *   EMSGSIZE	   bytes behind the end		  policy_level.c
 *   EOPNOTSUPP	   unknown attribute or format	  policy_level.c, policy_parse.c
 *   ENOMSG	   attribute missing		  policy_level.c
 *   EEXIST	   something given twice	  policy_level.c, policy_parse.c
 *   ENOENT	   set not defined, feed missing  policy_set.c, rules.c
 *   EINVAL	   any other wrong value	  policy_parse.c, prefix_set.c
 */
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/workqueue.h>

#include "defrag.h"
#include "egress_hook.h"
#include "conns.h"
#include "events.h"
#include "feed_floor.h"
#include "interpreters.h"
#include "lock.h"
#include "personality.h"
#include "policy.h"

/* Protects all below. Taken alone or before the events' lock. */
static DEFINE_MUTEX(lock);

/* Readers hold RCU, writers the lock. */
static struct vdt_image __rcu *active;

static struct vdt_image *fallback; /* last confirmed policy, while the active one is not; or NULL */
static bool unconfirmed;
static u64 deadline; /* of the unconfirmed, CLOCK_BOOTTIME ns */
static u32 loader;   /* netlink port that loaded the unconfirmed */
static u64 highest;  /* version; of all that were active since the module is loaded */
static struct vdt_feed_floors floors;

/* Fires on CLOCK_BOOTTIME, so a suspended device cannot outlive its deadline. Works by revert_work.
 */
static struct hrtimer confirm_timer;

static struct vdt_image *active_locked(void)
{
	return rcu_dereference_protected(active, lockdep_is_held(&lock));
}

/* Replaces the active policy and returns the one before, which no reader sees any more. */
static struct vdt_image *publish(struct vdt_image *image)
{
	struct vdt_image *before = active_locked();

	vdt_defrag_want(image && image->policy->fragments == VEDETTE_FRAGMENTS_REASSEMBLE);
	if (image)
		image->since = ktime_get_boottime_ns();
	rcu_assign_pointer(active, image);
	vdt_interpreters_policy_changed(image);
	synchronize_rcu();
	vdt_personality_policy_changed();
	if (image)
		vdt_conns_sweep(true);
	vdt_egress_policy_changed(before, image);
	return before;
}

void vdt_identity_fill(struct vdt_identity *identity, const struct vdt_policy_file *source)
{
	strscpy(identity->name, source->policy->name, sizeof(identity->name));
	identity->version = source->policy->version;
	memcpy(identity->digest, source->file.digest, sizeof(identity->digest));
}

static void fill_feed(struct vdt_identity *identity, const struct vdt_feed_batch *batch)
{
	strscpy(identity->name, batch->feeds[0].name, sizeof(identity->name));
	identity->version = batch->feeds[0].version;
	memcpy(identity->digest, batch->files[0].digest, sizeof(identity->digest));
}

static void report(u8 type, const struct vdt_policy_file *source, int err, const char *why)
{
	struct vdt_identity identity;

	if (source)
		vdt_identity_fill(&identity, source);
	vdt_event_policy(type, source ? &identity : NULL, err, why);
}

static const struct vdt_policy_file *source_of(const struct vdt_image *image)
{
	return image ? image->source : NULL;
}

static void revert(struct work_struct *work)
{
	struct vdt_image *refused;

	mutex_lock(&lock);
	if (unconfirmed && ktime_get_boottime_ns() >= deadline) {
		refused = publish(fallback);
		fallback = NULL;
		unconfirmed = false;
		report(VEDETTE_EVENT_TYPE_POLICY_REVERT, source_of(active_locked()), 0,
		       "not confirmed in time");
		vdt_image_free(refused);
	}
	mutex_unlock(&lock);
}

static DECLARE_WORK(revert_work, revert);

static enum hrtimer_restart confirm_ended(struct hrtimer *timer)
{
	schedule_work(&revert_work);
	return HRTIMER_NORESTART;
}

int vdt_policy_init(void)
{
	hrtimer_init(&confirm_timer, CLOCK_BOOTTIME, HRTIMER_MODE_ABS);
	confirm_timer.function = confirm_ended;
	return 0;
}

/* Nobody asks and no packet is looked at any more. */
void vdt_policy_exit(void)
{
	hrtimer_cancel(&confirm_timer);
	cancel_work_sync(&revert_work);
	mutex_lock(&lock);
	vdt_image_free(publish(NULL));
	vdt_image_free(fallback);
	mutex_unlock(&lock);
}

const struct vdt_image *vdt_policy_rcu(void)
{
	return rcu_dereference(active);
}

/* The image keeps its reference until no reader of RCU sees it. */
struct vdt_policy_file *vdt_policy_get(void)
{
	struct vdt_policy_file *source = NULL;
	const struct vdt_image *image;

	rcu_read_lock();
	image = vdt_policy_rcu();
	if (image) {
		source = image->source;
		kref_get(&source->users);
	}
	rcu_read_unlock();
	return source;
}

const struct vdt_image *vdt_policy_hold(void)
{
	mutex_lock(&lock);
	return active_locked();
}

void vdt_policy_release(void)
{
	mutex_unlock(&lock);
}

u8 vdt_policy_state(void)
{
	if (!active_locked())
		return VEDETTE_POLICY_STATE_NONE;
	return unconfirmed ? VEDETTE_POLICY_STATE_UNCONFIRMED : VEDETTE_POLICY_STATE_CONFIRMED;
}

u32 vdt_policy_confirm_left(void)
{
	u64 now = ktime_get_boottime_ns();

	if (!unconfirmed || now >= deadline)
		return 0;
	return div64_u64(deadline - now + VDT_SECOND - 1, VDT_SECOND);
}

static void start_timer(void)
{
	hrtimer_start(&confirm_timer, ns_to_ktime(deadline), HRTIMER_MODE_ABS);
}

/* The unconfirmed are never fallen back to. */
static void adopt_unconfirmed(struct vdt_image *image, const struct vdt_load *load)
{
	struct vdt_image *before = publish(image);

	if (unconfirmed)
		vdt_image_free(before);
	else
		fallback = before;
	unconfirmed = true;
	loader = load->portid;
	deadline = image->since + load->confirm * VDT_SECOND;
	start_timer();
}

static void settle(void)
{
	hrtimer_try_to_cancel(&confirm_timer); /* a late one finds nothing to do */
	vdt_image_free(fallback);
	fallback = NULL;
	unconfirmed = false;
}

static void adopt_policy(struct vdt_image *image, const struct vdt_load *load)
{
	if (load->confirm) {
		adopt_unconfirmed(image, load);
	} else {
		vdt_image_free(publish(image));
		settle();
	}
}

/* A feed neither confirms the policy that it belongs to, nor gives it more time. */
static void adopt_feed(struct vdt_image *image, const struct vdt_load *load)
{
	if (unconfirmed || !load->confirm)
		vdt_image_free(publish(image));
	else
		adopt_unconfirmed(image, load);
}

/* Feeds that nobody hands over are taken over, so the active image must not change meanwhile. */
static int adopt_locked(struct vdt_policy_file *source, const struct vdt_feed_batch *batch,
			const struct vdt_load *load,
			void (*adopt)(struct vdt_image *image, const struct vdt_load *load),
			const char **ret_why)
{
	struct vdt_image *image;
	int err = vdt_feed_floors_check(&floors, batch->given, batch->n, ret_why);

	if (!err)
		err = vdt_image_new(source, batch, active_locked(), &image, ret_why);
	if (err)
		return err;
	if (load->dry) {
		vdt_image_free(image);
		return 0;
	}
	vdt_feed_floors_raise(&floors, batch->given, batch->n);
	adopt(image, load);
	return 0;
}

static int load_locked(struct vdt_policy_file *source, const struct vdt_feed_batch *batch,
		       const struct vdt_load *load, const char **ret_why)
{
	int err;

	if (source->policy->version <= highest) {
		*ret_why = "version: not above every version that was active";
		return -ESTALE;
	}
	err = adopt_locked(source, batch, load, adopt_policy, ret_why);
	if (!err && !load->dry) {
		highest = source->policy->version;
		report(VEDETTE_EVENT_TYPE_POLICY_LOAD, source, 0, NULL);
	}
	return err;
}

int vdt_policy_load(const struct vdt_load *load, struct vdt_identity *ret_identity,
		    const char **ret_why)
{
	struct vdt_policy_file *source = NULL;
	struct vdt_feed_batch *batch = NULL;
	int err = vdt_policy_file_new(load->fds.blob, load->fds.signature, &source, ret_why);

	if (!err)
		err = vdt_feed_batch_new(load->feeds, load->n_feeds, &batch, ret_why);
	if (!err) {
		mutex_lock(&lock);
		err = load_locked(source, batch, load, ret_why);
		mutex_unlock(&lock);
	}
	if (err && !load->dry)
		report(VEDETTE_EVENT_TYPE_POLICY_REFUSE, source, err, *ret_why);
	if (!err)
		vdt_identity_fill(ret_identity, source);
	vdt_feed_batch_free(batch);
	vdt_policy_file_put(source);
	if (!load->dry)
		vdt_lock_if_wanted();
	return err;
}

static bool is_newer(const struct vdt_image *image, const struct vdt_feed *feed)
{
	int i;

	for (i = 0; i < image->policy->n_sets; i++)
		if (!strcmp(image->policy->sets[i].name, feed->name))
			return feed->version > image->rules.feeds[i].version;
	return true; /* not named at all, which vdt_rules_init() finds */
}

static int feed_locked(const struct vdt_feed_batch *batch, const struct vdt_load *load,
		       const char **ret_why)
{
	struct vdt_image *image = active_locked();

	if (!image) {
		*ret_why = "feed: no policy is active that could name it";
		return -ENOENT;
	}
	if (!is_newer(image, &batch->feeds[0])) {
		*ret_why = "feed version: not above the one in force";
		return -ESTALE;
	}
	return adopt_locked(image->source, batch, load, adopt_feed, ret_why);
}

int vdt_feed_load(const struct vdt_load *load, struct vdt_identity *ret_identity,
		  const char **ret_why)
{
	struct vdt_feed_batch *batch = NULL;
	int err = vdt_feed_batch_new(&load->fds, 1, &batch, ret_why);

	if (err) {
		vdt_event_policy(VEDETTE_EVENT_TYPE_FEED_REFUSE, NULL, err, *ret_why);
		return err;
	}
	fill_feed(ret_identity, batch);
	mutex_lock(&lock);
	err = feed_locked(batch, load, ret_why);
	vdt_event_policy(err ? VEDETTE_EVENT_TYPE_FEED_REFUSE : VEDETTE_EVENT_TYPE_FEED_LOAD,
			 ret_identity, err, *ret_why);
	mutex_unlock(&lock);
	vdt_feed_batch_free(batch);
	return err;
}

static int check_confirm(u64 version, u32 portid, const char **ret_why)
{
	if (!unconfirmed) {
		*ret_why = "no policy waits to be confirmed";
		return -ENOENT;
	}
	if (version && version != active_locked()->policy->version) {
		*ret_why = "version: another one is active";
		return -ESTALE;
	}
	if (portid == loader) {
		*ret_why = "the socket that loaded the policy cannot confirm it, open a new one";
		return -EPERM;
	}
	return 0;
}

int vdt_policy_confirm(u64 version, u32 portid, struct vdt_identity *ret_identity,
		       const char **ret_why)
{
	int err;

	mutex_lock(&lock);
	err = check_confirm(version, portid, ret_why);
	if (!err) {
		settle();
		vdt_identity_fill(ret_identity, active_locked()->source);
		report(VEDETTE_EVENT_TYPE_POLICY_CONFIRM, active_locked()->source, 0, NULL);
	}
	mutex_unlock(&lock);
	vdt_lock_if_wanted();
	return err;
}
