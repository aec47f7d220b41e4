// SPDX-License-Identifier: GPL-2.0-only
/* Has the kernel show the module every program that is loaded, kmod/bpf_guard.h. */
#include "kfuncs.h"

char LICENSE[] SEC("license") = "GPL";

SEC("iter/bpf_prog")
int strangers(struct bpf_iter__bpf_prog *ctx)
{
	struct bpf_prog *prog = ctx->prog;
	bool first = !ctx->meta->seq_num;

	if (prog && prog->len)
		vdt_hook_program(prog, first);
	else if (!prog)
		vdt_hook_programs_end();
	return 0;
}
