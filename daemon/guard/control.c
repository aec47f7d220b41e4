// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/guard/control.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/nl/bans.h"
#include "lib/nl/client.h"
#include "lib/nl/lock.h"

/* What is done, and what came of it. */
struct work {
	struct vdt_nl *nl;
	const struct vdt_msg_CONTROL *msg;
	const struct vdt_msg_GRANT *grant;
	const char *why; /* it was refused here, not by the kernel; NULL: it was not */
};

static int refuse(struct work *work, int err, const char *why)
{
	work->why = why;
	return err;
}

/* The length of the address, 0: it is none. */
static uint8_t read_address(const char *text, uint8_t ret_address[16])
{
	if (inet_pton(AF_INET, text, ret_address) == 1)
		return 4;
	return inet_pton(AF_INET6, text, ret_address) == 1 ? 16 : 0;
}

/* Is @address that of "[address]:port" or "address:port"? */
static bool is_own(const char *source, const uint8_t *address, size_t len)
{
	char text[VDT_ADDRESS_ROOM];
	uint8_t own[16];
	char *end;

	snprintf(text, sizeof(text), "%s", source + (*source == '['));
	end = *source == '[' ? strchr(text, ']') : strrchr(text, ':');
	if (end)
		*end = '\0';
	return read_address(text, own) == len && !memcmp(own, address, len);
}

static int ban(struct work *work)
{
	const struct vdt_msg_CONTROL *msg = work->msg;
	struct vdt_nl_ban wish = {.seconds = (uint32_t)msg->number}, ban;

	wish.source_len = read_address(msg->argument, wish.source);
	if (!wish.source_len)
		return refuse(work, -EINVAL, "address: neither IPv4 nor IPv6");
	if (msg->number > VDT_BAN_SECONDS)
		return refuse(work, -EINVAL, "seconds: more than a year");
	if (is_own(work->grant->source, wish.source, wish.source_len))
		return refuse(work, -EPERM, "address: it is your own");
	snprintf(wish.text, sizeof(wish.text), "by %.*s", (int)sizeof(wish.text) - 4,
		 work->grant->account);
	return vdt_nl_ban_add(work->nl, &wish, &ban);
}

static int unban(struct work *work)
{
	struct vdt_nl_ban lifted;
	uint8_t address[16], len = read_address(work->msg->argument, address);

	if (!len)
		return refuse(work, -EINVAL, "address: neither IPv4 nor IPv6");
	return vdt_nl_ban_del(work->nl, address, len, &lifted);
}

static int cut(struct work *work)
{
	return vdt_nl_conn_cut(work->nl, work->msg->number);
}

static int confirm_policy(struct work *work)
{
	struct vdt_nl_identity identity;

	return vdt_nl_policy_confirm(work->nl, work->msg->number, &identity);
}

static int lock(struct work *work)
{
	return vdt_nl_lock(work->nl);
}

static const struct {
	uint8_t class;
	int (*run)(struct work *work);
	const char *path; /* of the setting, as records name it */
} controls[VDT_CONTROL_END] = {
	[VDT_CONTROL_BAN] = {VDT_CONTROL_CLASS_BAN, ban, "network/bans"},
	[VDT_CONTROL_UNBAN] = {VDT_CONTROL_CLASS_UNBAN, unban, "network/bans"},
	[VDT_CONTROL_CUT] = {VDT_CONTROL_CLASS_CUT, cut, "network/connections"},
	[VDT_CONTROL_POLICY_CONFIRM] = {VDT_CONTROL_CLASS_POLICY_CONFIRM, confirm_policy,
					"policy/confirmation"},
	[VDT_CONTROL_LOCK] = {VDT_CONTROL_CLASS_LOCK, lock, "lock"},
};

unsigned int vdt_control_class(unsigned int what)
{
	return what < VDT_CONTROL_END ? controls[what].class : VDT_CLASS_END;
}

void vdt_control_answer(uint32_t req, int err, const char *words, struct vdt_msg_DONE *ret_done)
{
	*ret_done = (struct vdt_msg_DONE){.req = req, .code = err};
	if (err)
		snprintf(ret_done->reason, sizeof(ret_done->reason), "%s",
			 *words ? words : strerror(-err));
}

void vdt_control_record(const struct vdt_msg_GRANT *grant, const struct vdt_msg_DONE *done,
			const char *object, struct vdt_msg_RECORD *ret_record)
{
	*ret_record = (struct vdt_msg_RECORD){
		.type = VDT_AUDIT_CONFIG_CHANGE,
		.result = done->code ? VDT_AUDIT_REFUSED : VDT_AUDIT_OK,
		.role = grant->role,
		.transport = grant->transport,
		.count = 1,
		.account_id = grant->account_id,
		.boottime = vdt_clock_boottime(),
		.realtime = vdt_clock_realtime(),
		.session_len = grant->session_len,
	};
	memcpy(ret_record->session, grant->session, sizeof(grant->session));
	memcpy(ret_record->account, grant->account, sizeof(grant->account));
	memcpy(ret_record->source, grant->source, sizeof(grant->source));
	snprintf(ret_record->object, sizeof(ret_record->object), "%s", object);
	snprintf(ret_record->reason, sizeof(ret_record->reason), "%s", done->reason);
}

static void name_object(const struct vdt_msg_CONTROL *msg, char *text, size_t size)
{
	const char *path = controls[msg->what].path;

	if (*msg->argument)
		snprintf(text, size, "%s/%.*s", path, VDT_ADDRESS_ROOM, msg->argument);
	else if (msg->number)
		snprintf(text, size, "%s/%" PRIu64, path, msg->number);
	else
		snprintf(text, size, "%s", path);
}

void vdt_control_do(struct vdt_nl *nl, const struct vdt_msg_CONTROL *msg,
		    const struct vdt_msg_GRANT *grant, struct vdt_msg_DONE *ret_done,
		    struct vdt_msg_RECORD *ret_record)
{
	struct work work = {.nl = nl, .msg = msg, .grant = grant};
	char object[VDT_AUDIT_LONG];
	int err = controls[msg->what].run(&work);

	vdt_control_answer(msg->req, err,
			   work.why ? work.why
			   : err    ? vdt_nl_error(nl)
				    : "",
			   ret_done);
	name_object(msg, object, sizeof(object));
	vdt_control_record(grant, ret_done, object, ret_record);
	snprintf(ret_record->details, sizeof(ret_record->details), "request %u", msg->req);
}
