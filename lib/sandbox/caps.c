// SPDX-License-Identifier: BSD-3-Clause

#include "lib/sandbox/caps.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LAST_CAP 63 /* the kernel says EINVAL from the first that it does not know */

const char *vdt_cap_name(unsigned int cap)
{
	static const char *const names[] = {
		[CAP_CHOWN] = "chown",	       [CAP_DAC_OVERRIDE] = "dac_override",
		[CAP_FOWNER] = "fowner",       [CAP_KILL] = "kill",
		[CAP_SETGID] = "setgid",       [CAP_SETUID] = "setuid",
		[CAP_SETPCAP] = "setpcap",     [CAP_NET_BIND_SERVICE] = "net_bind_service",
		[CAP_NET_ADMIN] = "net_admin", [CAP_SYS_MODULE] = "sys_module",
		[CAP_SYS_ADMIN] = "sys_admin",
	};

	return cap < sizeof(names) / sizeof(names[0]) && names[cap] ? names[cap] : "?";
}

int vdt_caps_bound(uint64_t mask)
{
	int cap;

	for (cap = 0; cap <= LAST_CAP; cap++) {
		if (mask & 1ull << cap)
			continue;
		if (prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) < 0)
			return errno == EINVAL && cap ? 0 : -errno;
	}
	return 0;
}

static int set_sets(uint64_t mask)
{
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2];
	int i;

	for (i = 0; i < 2; i++) {
		uint32_t word = (uint32_t)(mask >> 32 * i);

		data[i] = (struct __user_cap_data_struct){
			.effective = word, .permitted = word, .inheritable = word};
	}
	return syscall(SYS_capset, &head, data) < 0 ? -errno : 0;
}

int vdt_caps_set(uint64_t mask)
{
	int cap, err;

	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0)
		return -errno;
	err = set_sets(mask);
	if (err)
		return err;
	for (cap = 0; cap <= LAST_CAP; cap++)
		if (mask & 1ull << cap &&
		    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0) < 0)
			return -errno;
	return 0;
}
