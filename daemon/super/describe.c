// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/super/describe.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <jansson.h>

#include "daemon/super/plan.h"
#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/crypto/digest.h"
#include "lib/sandbox/caps.h"
#include "lib/sandbox/filter.h"
#include "lib/sandbox/syscalls.h"

#define FILTER_MAX (64 * 1024) /* bytes of a compiled filter: more than the kernel takes */

static json_t *list_caps(uint64_t caps)
{
	json_t *list = json_array();

	for (unsigned int cap = 0; cap < 64; cap++)
		if (caps & 1ull << cap)
			json_array_append_new(list, json_string(vdt_cap_name(cap)));
	return list;
}

static json_t *list_processes(unsigned int mask)
{
	json_t *list = json_array();

	for (unsigned int i = 0; i < VDT_PROC_COUNT; i++)
		if (mask & 1u << i)
			json_array_append_new(list, json_string(vdt_proc_name(i)));
	return list;
}

static json_t *list_paths(const struct vdt_path *paths)
{
	json_t *all = json_object();

	for (; paths && paths->path; paths++) {
		char access[4];
		int n = 0;

		if (paths->access & VDT_ACCESS_READ)
			access[n++] = 'r';
		if (paths->access & VDT_ACCESS_WRITE)
			access[n++] = 'w';
		if (paths->access & VDT_ACCESS_EXEC)
			access[n++] = 'x';
		json_object_set_new(all, paths->path, json_stringn(access, (size_t)n));
	}
	return all;
}

static void add_call(void *ctx, const char *name)
{
	json_array_append_new(ctx, json_string(name));
}

static int hash_filter(unsigned int groups, char ret_hex[2 * VDT_SHA256 + 1])
{
	_cleanup_close_ int fd = -1;
	_cleanup_free_ uint8_t *code = NULL;
	uint8_t digest[VDT_SHA256];
	size_t len;
	int err = vdt_filter_compile(groups, &fd);

	if (err)
		return err;
	if (lseek(fd, 0, SEEK_SET) < 0)
		return -errno;
	err = vdt_file_read_fd(fd, FILTER_MAX, &code, &len);
	if (!err)
		err = vdt_sha256(code, len, digest);
	for (unsigned int i = 0; !err && i < sizeof(digest); i++)
		snprintf(ret_hex + 2 * i, 3, "%02x", digest[i]);
	return err;
}

static int describe_filter(json_t *process, unsigned int groups)
{
	char hex[2 * VDT_SHA256 + 1];
	json_t *calls = json_array();
	int err = hash_filter(groups, hex);

	vdt_syscalls_each(groups, add_call, calls);
	json_object_set_new(process, "system_calls", calls);
	if (!err)
		json_object_set_new(process, "filter_sha256", json_string(hex));
	return err;
}

static json_t *describe_process(enum vdt_proc id)
{
	const struct vdt_plan *plan = &vdt_plan[id];
	const struct vdt_box *box = &plan->box;

	return json_pack("{s:s, s:i, s:o, s:s?, s:s?, s:o, s:b, s:i, s:i, s:i, s:o, s:o, s:b, "
			 "s:s?, s:i}",
			 "name", vdt_proc_name(id), "uid", (int)box->uid, "capabilities",
			 list_caps(box->caps), "binary", plan->binary, "state", plan->state,
			 "paths", list_paths(box->paths), "connect", box->connect, "memory",
			 (int)box->memory, "files", (int)box->files, "threads", (int)box->threads,
			 "peers", list_processes(plan->peers), "after", list_processes(plan->after),
			 "exposed", plan->exposed, "listens", plan->listens, "port",
			 (int)plan->port);
}

int vdt_plan_describe(FILE *out)
{
	json_t *all = json_array();
	int err = 0;

	for (unsigned int id = VDT_SUPER; !err && id < VDT_PROC_COUNT; id++) {
		json_t *process = describe_process(id);

		if (!process || json_array_append_new(all, process))
			err = -ENOMEM;
		else if (id != VDT_SUPER)
			err = describe_filter(process, vdt_plan[id].calls);
	}
	if (!err &&
	    (json_dumpf(all, out, JSON_INDENT(2)) || fputc('\n', out) == EOF || fflush(out) == EOF))
		err = -EIO;
	json_decref(all);
	return err;
}
