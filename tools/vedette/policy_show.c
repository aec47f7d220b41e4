// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/nl/client.h"
#include "lib/policy/blob.h"
#include "lib/policy/print.h"
#include "tools/vedette/command.h"

static int show_model(const struct vdt_options *options, const struct vdt_nl_image *image)
{
	struct vdt_model_error error;
	struct vdt_model model;
	int code = VDT_EXIT_DONE;
	int err = vdt_blob_decode(image->blob, image->blob_len, &model, &error);

	if (err)
		return vdt_fail(VDT_EXIT_REFUSED,
				"the active policy: cannot be decoded: %s; use the "
				"vedette of this module's version",
				err == -EINVAL ? error.text : strerror(-err));
	if (options->json)
		code = vdt_json_finish(vdt_policy_json(&model));
	else
		vdt_policy_print(&model, stdout);
	vdt_model_done(&model);
	return code;
}

int vdt_cmd_policy_show(const struct vdt_options *options, char **args)
{
	struct vdt_nl_image image;
	struct vdt_nl *nl;
	int code = vdt_command_open(&nl), err;

	if (code)
		return code;
	err = vdt_nl_policy_get(nl, &image);
	if (err)
		code = vdt_fail_request(nl, err);
	else if (!image.blob_len)
		code = vdt_fail(VDT_EXIT_REFUSED, "no policy is loaded; see vedette policy load");
	else
		code = show_model(options, &image);
	vdt_nl_image_done(&image);
	vdt_nl_close(nl);
	return code;
}
