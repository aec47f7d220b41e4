// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bpf.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "bpf_guard.h"
#include "denials.h"
#include "exe.h"
#include "hooks.h"
#include "kfuncs.h"
#include "limits.h"
#include "lock.h"
#include "lock_eval.h"
#include "programs.h"

/* Protects all below. Nothing nests inside it. */
static DEFINE_SPINLOCK(lock);
static bool walked;			      /* over all programs, at least once */
static unsigned int strangers;		      /* in the last walk or loaded since */
static char stranger[VDT_EVENT_TEXT_MAX + 1]; /* the first of them */

static void count(const char *text)
{
	spin_lock_bh(&lock);
	if (!strangers++)
		strscpy(stranger, text, sizeof(stranger));
	spin_unlock_bh(&lock);
}

/* It may fail to load, and may be gone by now; only another walk tells. */
static void watch(u32 type)
{
	char text[VDT_EVENT_TEXT_MAX + 1];
	char *name = vdt_exe_name();

	snprintf(text, sizeof(text), "a BPF program of type %u, loaded by %s", type,
		 name ?: "somebody");
	kfree(name);
	count(text);
}

static int refuse(int cmd)
{
	char text[VDT_EVENT_TEXT_MAX + 1];

	snprintf(text, sizeof(text), "bpf(%d)", cmd);
	vdt_denial_report(&(struct vdt_denial){
		.kind = VEDETTE_INTEGRITY_KIND_LOCK,
		.reason = VEDETTE_INTEGRITY_REASON_LOCKED,
		.text = text,
	});
	return -EACCES;
}

int vdt_bpf_guard_call(int cmd, u32 type)
{
	if (vdt_locked()) {
		if (vdt_lock_allows_bpf(cmd) || vdt_program_current() == VDT_PROGRAM_GUARD)
			return 0;
		return refuse(cmd);
	}
	if (cmd == BPF_PROG_LOAD && vdt_lock_is_reaching(type))
		watch(type);
	return 0;
}

/* The program that guard looks at all others with. An iterator reaches nobody's hook. */
static bool is_walker(const struct bpf_prog *prog)
{
	return prog->expected_attach_type == BPF_TRACE_ITER &&
	       vdt_kfuncs_calls(prog, vdt_hook_program);
}

static bool is_stranger(const struct bpf_prog *prog)
{
	return vdt_lock_is_reaching(prog->type) && !vdt_hooks_holds(prog) && !is_walker(prog);
}

void vdt_bpf_guard_see(const struct bpf_prog *prog, bool first)
{
	char text[VDT_EVENT_TEXT_MAX + 1];

	if (first) {
		spin_lock_bh(&lock);
		strangers = 0;
		spin_unlock_bh(&lock);
	}
	if (!prog) {
		WRITE_ONCE(walked, true);
		vdt_lock_later();
		return;
	}
	if (!is_stranger(prog))
		return;
	snprintf(text, sizeof(text), "BPF program %u, '%s', of type %d", prog->aux->id,
		 prog->aux->name, prog->type);
	count(text);
}

const char *vdt_bpf_guard_missing(char *text)
{
	bool clean;

	if (!READ_ONCE(walked))
		return "nobody looked for BPF programs of strangers; guard does when it starts";
	spin_lock_bh(&lock);
	clean = !strangers;
	strscpy(text, stranger, VDT_EVENT_TEXT_MAX + 1);
	spin_unlock_bh(&lock);
	return clean ? NULL : text;
}
