// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/guard/web.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/guard/control.h"
#include "daemon/guard/install.h"
#include "daemon/guard/query.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/nl/client.h"
#include "lib/view/identity.h"

int vdt_web_init(struct vdt_web *web, struct vdt_child *child, const struct vdt_kernel *kernel,
		 struct vdt_nl *loads)
{
	*web = (struct vdt_web){.child = child, .kernel = *kernel, .loads = loads};
	vdt_uploads_init(&web->uploads);
	return vdt_outbox_init(&web->outbox, child);
}

void vdt_web_done(struct vdt_web *web)
{
	vdt_uploads_clear(&web->uploads);
	vdt_outbox_done(&web->outbox);
}

void vdt_web_clear(struct vdt_web *web)
{
	vdt_uploads_clear(&web->uploads);
	vdt_outbox_clear(&web->outbox);
	web->grants = (struct vdt_grants){};
}

static void answer(struct vdt_web *web, uint32_t req, int err, const char *words)
{
	struct vdt_msg_DONE done;

	vdt_control_answer(req, err, words, &done);
	vdt_child_send(web->child, VDT_WEB, VDT_MSG_DONE, &done);
}

void vdt_web_grant(struct vdt_web *web, const struct vdt_msg_GRANT *grant)
{
	vdt_grant_add(&web->grants, grant, vdt_clock_boottime());
}

/* Auth told us before it told web, so its word is there, if there is one. */
static int take_grant(struct vdt_web *web, uint32_t req, unsigned int class,
		      struct vdt_msg_GRANT *ret_grant)
{
	int err;

	vdt_chan_drain(web->child->peer[VDT_AUTH]);
	err = vdt_grant_take(&web->grants, req, class, vdt_clock_boottime(), ret_grant);
	if (!err)
		return 0;
	vdt_log(LOG_NOTICE, "web asked for what auth did not grant");
	answer(web, req, err, "not granted, or too late");
	return err;
}

void vdt_web_query(struct vdt_web *web, const struct vdt_msg_QUERY *query)
{
	struct vdt_answer text = {};
	struct vdt_msg_GRANT grant;
	struct vdt_msg_DONE done;
	int err;

	if (take_grant(web, query->req, vdt_query_class(query->what), &grant))
		return;
	if (!vdt_outbox_has_room(&web->outbox)) {
		answer(web, query->req, -EBUSY, "too much is being asked at the same time");
		return;
	}
	err = vdt_query_tell(&web->kernel, query, &text);
	if (err)
		vdt_answer_done(&text); /* a part would pass for the whole */
	vdt_control_answer(query->req, err, err ? vdt_nl_error(web->kernel.nl) : "", &done);
	vdt_outbox_put(&web->outbox, &text, &done);
}

void vdt_web_cancel(struct vdt_web *web, const struct vdt_msg_CANCEL *cancel)
{
	vdt_outbox_cancel(&web->outbox, cancel->req);
}

void vdt_web_control(struct vdt_web *web, const struct vdt_msg_CONTROL *control)
{
	struct vdt_msg_RECORD record;
	struct vdt_msg_GRANT grant;
	struct vdt_msg_DONE done;

	if (take_grant(web, control->req, vdt_control_class(control->what), &grant))
		return;
	vdt_control_do(web->kernel.nl, control, &grant, &done, &record);
	vdt_child_send(web->child, VDT_AUDIT, VDT_MSG_RECORD, &record);
	vdt_child_send(web->child, VDT_WEB, VDT_MSG_DONE, &done);
}

void vdt_web_upload(struct vdt_web *web, const struct vdt_msg_UPLOAD *upload)
{
	const struct vdt_msg_UPLOAD_TO to = {.req = upload->req};
	struct vdt_msg_GRANT grant;
	int fd, err;

	if (take_grant(web, upload->req, vdt_upload_class(upload->what), &grant))
		return;
	err = vdt_upload_begin(&web->uploads, &grant, upload->size, vdt_clock_boottime(), &fd);
	if (err) {
		answer(web, upload->req, err, "");
		return;
	}
	vdt_chan_send(web->child->peer[VDT_WEB], VDT_MSG_UPLOAD_TO, &to, fd);
	close(fd);
}

static void record_install(struct vdt_web *web, const struct vdt_upload *upload,
			   const struct vdt_msg_UPLOADED *uploaded,
			   const struct vdt_nl_identity *identity, const struct vdt_msg_DONE *done)
{
	struct vdt_msg_RECORD record;

	vdt_control_record(&upload->grant, done, "policy", &record);
	if (done->code)
		snprintf(record.details, sizeof(record.details), "request %u", done->req);
	else
		snprintf(record.details, sizeof(record.details),
			 "request %u, %s version %" PRIu64 ", to be confirmed in %u s", done->req,
			 identity->name, identity->version, uploaded->confirm);
	vdt_child_send(web->child, VDT_AUDIT, VDT_MSG_RECORD, &record);
}

static void install(struct vdt_web *web, const struct vdt_upload *upload,
		    const struct vdt_msg_UPLOADED *uploaded)
{
	const struct vdt_install how = {.confirm = uploaded->confirm, .dry = uploaded->dry_run};
	struct vdt_nl_identity identity = {};
	struct vdt_answer text = {};
	struct vdt_msg_DONE done;
	const char *why;
	int err = vdt_install(web->loads, upload, &how, &identity, &why);

	vdt_control_answer(uploaded->req, err,
			   why	 ? why
			   : err ? vdt_nl_error(web->loads)
				 : "",
			   &done);
	if (!err)
		vdt_answer_json(&text, vdt_identity_json(&identity));
	if (!uploaded->dry_run)
		record_install(web, upload, uploaded, &identity, &done);
	vdt_outbox_put(&web->outbox, &text, &done);
}

void vdt_web_uploaded(struct vdt_web *web, const struct vdt_msg_UPLOADED *uploaded)
{
	struct vdt_upload upload;
	int err = vdt_upload_take(&web->uploads, uploaded->req, vdt_clock_boottime(), &upload);

	if (err) {
		answer(web, uploaded->req, err, "there is no such upload, or its time was over");
		return;
	}
	if (uploaded->abandon)
		answer(web, uploaded->req, 0, "");
	else if (!vdt_outbox_has_room(&web->outbox))
		answer(web, uploaded->req, -EBUSY, "too much is being asked at the same time");
	else
		install(web, &upload, uploaded);
	close(upload.pipe);
}
