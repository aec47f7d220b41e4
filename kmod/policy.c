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
 *   ENOENT	   set not defined		  policy_parse.c
 *   EINVAL	   any other wrong value	  policy_parse.c, prefix_set.c
 */
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/workqueue.h>

#include "events.h"
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

	if (image)
		image->since = ktime_get_boottime_ns();
	rcu_assign_pointer(active, image);
	synchronize_rcu();
	return before;
}

static void revert(struct work_struct *work)
{
	struct vdt_image *refused;

	mutex_lock(&lock);
	if (unconfirmed && ktime_get_boottime_ns() >= deadline) {
		refused = publish(fallback);
		fallback = NULL;
		unconfirmed = false;
		vdt_event_policy(VEDETTE_EVENT_TYPE_POLICY_REVERT, active_locked(), 0,
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

void vdt_policy_init(void)
{
	hrtimer_init(&confirm_timer, CLOCK_BOOTTIME, HRTIMER_MODE_ABS);
	confirm_timer.function = confirm_ended;
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

void vdt_identity_fill(struct vdt_identity *identity, const struct vdt_image *image)
{
	strscpy(identity->name, image->policy->name, sizeof(identity->name));
	identity->version = image->policy->version;
	memcpy(identity->digest, image->digest, sizeof(identity->digest));
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
	hrtimer_start(&confirm_timer, ns_to_ktime(deadline), HRTIMER_MODE_ABS);
}

static void settle(void)
{
	hrtimer_try_to_cancel(&confirm_timer); /* a late one finds nothing to do */
	vdt_image_free(fallback);
	fallback = NULL;
	unconfirmed = false;
}

static void adopt(struct vdt_image *image, const struct vdt_load *load)
{
	highest = image->policy->version;
	if (load->confirm) {
		adopt_unconfirmed(image, load);
	} else {
		vdt_image_free(publish(image));
		settle();
	}
}

static int load_locked(struct vdt_image *image, const struct vdt_load *load,
		       struct vdt_identity *ret_identity, const char **ret_why)
{
	if (image->policy->version <= highest) {
		*ret_why = "version: not above every version that was active";
		return -ESTALE;
	}
	adopt(image, load);
	vdt_identity_fill(ret_identity, image);
	vdt_event_policy(VEDETTE_EVENT_TYPE_POLICY_LOAD, image, 0, NULL);
	return 0;
}

int vdt_policy_load(const struct vdt_load *load, struct vdt_identity *ret_identity,
		    const char **ret_why)
{
	struct vdt_image *image = NULL;
	int err = vdt_image_new(load->blob_fd, load->signature_fd, &image, ret_why);

	if (!err) {
		mutex_lock(&lock);
		err = load_locked(image, load, ret_identity, ret_why);
		mutex_unlock(&lock);
	}
	if (err) {
		vdt_event_policy(VEDETTE_EVENT_TYPE_POLICY_REFUSE, image, err, *ret_why);
		vdt_image_free(image);
	}
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
		vdt_identity_fill(ret_identity, active_locked());
		vdt_event_policy(VEDETTE_EVENT_TYPE_POLICY_CONFIRM, active_locked(), 0, NULL);
	}
	mutex_unlock(&lock);
	return err;
}
