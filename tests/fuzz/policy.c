// SPDX-License-Identifier: BSD-3-Clause
/*
 * Any blob is refused with a reason, or gives a policy that holds its invariants, can be evaluated
 * and can be shown to people: nothing is in force that `dump` refuses to print.
 */
#include "lib/kshim/core.h"

#include "kmod/eval.h"
#include "kmod/policy_parse.h"
#include "lib/policy/blob.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
	if (!holds)
		abort();
}

static void check_service(const struct vdt_policy *policy, int index, u64 sets)
{
	const struct vdt_service *service = &policy->services[index];

	demand(!(service->from & ~sets));
	demand(service->port);
	demand(strlen(service->name) <= VDT_NAME_MAX);
	demand(!service->exe || service->exe[0] == '/');
	demand(!service->from || !(service->flags & VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY));
	demand(vdt_policy_service(policy, service->proto, service->port) == index);
}

/* A packet from the source that the input itself suggests, to every service and beside them. */
static void evaluate(const struct vdt_policy *policy, const uint8_t *data, size_t size)
{
	struct vdt_packet packet = {.proto = IPPROTO_TCP, .dst_port = 1};
	struct vdt_verdict verdict;
	int i;

	if (size >= 36)
		packet.src = vdt_addr_from_v6(data + size - 16);
	for (i = -1; i < policy->n_services; i++) {
		if (i >= 0) {
			packet.proto = policy->services[i].proto;
			packet.dst_port = policy->services[i].port;
		}
		verdict = vdt_eval(policy, &packet);
		demand(verdict.reason <= VEDETTE_REASON_MAX);
		demand(verdict.service < policy->n_services);
		demand(verdict.pass == (verdict.reason <= VEDETTE_REASON_SERVICE));
	}
}

static void show(const uint8_t *data, size_t size)
{
	static struct vdt_model_error error;
	struct vdt_model model;

	demand(!vdt_blob_decode(data, size, &model, &error));
	vdt_model_done(&model);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vdt_policy *policy = NULL;
	struct vdt_fault fault;
	u64 sets;
	int i, err = vdt_policy_parse(data, size, &policy, &fault);

	if (err) {
		demand(!policy && fault.text && fault.offset <= size);
		return 0;
	}
	sets = policy->n_sets == VDT_SETS_MAX ? ~0ULL : BIT_ULL(policy->n_sets) - 1;
	demand(policy->version && !(policy->deny & ~sets));
	for (i = 0; i < policy->n_services; i++)
		check_service(policy, i, sets);
	evaluate(policy, data, size);
	show(data, size);
	vdt_policy_free(policy);
	return 0;
}
