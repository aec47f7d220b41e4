// SPDX-License-Identifier: BSD-3-Clause
/*
 * Any blob is refused with a reason, or gives a policy that holds its invariants, can be evaluated
 * and can be shown to people: nothing is in force that `dump` refuses to print.
 */
#include "lib/kshim/core.h"

#include "kmod/eval.h"
#include "kmod/feed.h"
#include "kmod/policy_parse.h"
#include "kmod/rules.h"
#include "lib/policy/blob.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
	if (!holds)
		abort();
}

static void check_exe(const struct vdt_policy *policy, s16 exe)
{
	demand(exe == VDT_NO_EXE || (exe >= 0 && exe < policy->n_exes));
	demand(exe == VDT_NO_EXE || policy->exes[exe][0] == '/');
}

static void check_service(const struct vdt_policy *policy, int index, u64 sets)
{
	const struct vdt_service *service = &policy->services[index];
	bool limited = service->connections || service->per_source || service->rate;

	demand(!(service->from & ~sets));
	demand(service->port);
	demand(strlen(service->name) <= VDT_NAME_MAX);
	check_exe(policy, service->exe);
	demand(!(service->flags & VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY) ||
	       (!service->from && !limited));
	demand(!service->rate == !service->period);
	demand(!service->connections || service->per_source <= service->connections);
	demand(vdt_policy_service(policy, service->proto, service->port) == index);
}

static void check_egress(const struct vdt_policy *policy, int index, u64 sets)
{
	const struct vdt_egress_rule *rule = &policy->egress[index];

	demand(!(rule->to & ~sets));
	demand(!rule->dns || (!rule->to && rule->port && strlen(rule->dns) <= VDT_DNS_MAX));
	demand(!rule->port || rule->proto == IPPROTO_TCP || rule->proto == IPPROTO_UDP);
	check_exe(policy, rule->exe);
}

/* Every hash of a run is found, which it is only if the run is in order. */
static void check_hashes(const struct vdt_integrity *integrity, const struct vdt_hashes *hashes,
			 bool (*find)(const struct vdt_integrity *, const u8 *, size_t))
{
	int index, i;

	for (index = 0; index < VDT_HASH_LENGTHS; index++) {
		const struct nlattr *attr = hashes->first[index];

		demand(!attr == !hashes->count[index]);
		for (i = 0; i < hashes->count[index]; i++) {
			demand(find(integrity, nla_data(attr), nla_len(attr)));
			attr = (const void *)((const char *)attr + attr->nla_len);
		}
	}
}

static void check_integrity(const struct vdt_policy *policy, u64 exes)
{
	const struct vdt_integrity *integrity = &policy->integrity;
	int i;

	demand(!(integrity->enforce & integrity->log));
	demand(!((integrity->enforce | integrity->log) & ~VDT_INTEGRITY_KINDS));
	demand(!((integrity->interpreters | integrity->jit | integrity->updaters) & ~exes));
	demand(!integrity->n_data || integrity->interpreters);
	check_hashes(integrity, &integrity->revoked, vdt_integrity_revokes_hash);
	check_hashes(integrity, &integrity->verity, vdt_integrity_trusts_root);
	for (i = 0; i < integrity->n_data; i++)
		demand(integrity->data[i][0] == '/');
	for (i = 0; i < integrity->n_keys; i++)
		demand(vdt_integrity_revokes_key(integrity, integrity->keys[i]));
	for (i = 0; i < integrity->n_builds; i++)
		demand(vdt_integrity_minimum(integrity, integrity->builds[i].label) ==
		       integrity->builds[i].minimum);
}

static void check_policy(const struct vdt_policy *policy)
{
	u64 sets = policy->n_sets == VDT_SETS_MAX ? ~0ULL : BIT_ULL(policy->n_sets) - 1;
	u64 exes = policy->n_exes == VDT_EXES_MAX ? ~0ULL : BIT_ULL(policy->n_exes) - 1;
	int i;

	demand(policy->version && policy->version <= VDT_VERSION_MAX);
	demand(!(policy->deny & ~sets) && !(policy->packet_sockets & ~exes));
	demand(policy->limits.reserved < policy->limits.connections);
	demand(policy->limits.half_open && policy->limits.destinations);
	for (i = 0; i < policy->n_sets; i++)
		demand(!policy->sets[i].feed || !policy->sets[i].prefixes.ipv4_len);
	for (i = 0; i < policy->n_services; i++)
		check_service(policy, i, sets);
	for (i = 0; i < policy->n_egress; i++)
		check_egress(policy, i, sets);
	check_integrity(policy, exes);
}

/* Every feed that the policy asks for, without a prefix. */
static unsigned int make_feeds(const struct vdt_policy *policy, struct vdt_feed *feeds,
			       struct vdt_rules_feed *given)
{
	static const u8 digest[VDT_FEED_DIGEST];
	unsigned int n = 0;
	int i;

	for (i = 0; i < policy->n_sets; i++) {
		const struct vdt_set *set = &policy->sets[i];

		if (!set->feed)
			continue;
		feeds[n] = (struct vdt_feed){.name = set->name, .version = set->feed};
		given[n] = (struct vdt_rules_feed){.feed = &feeds[n], .digest = digest};
		n++;
	}
	return n;
}

/* A packet from the source that the input itself suggests, to every service and beside them. */
static void evaluate(const struct vdt_rules *rules, const uint8_t *data, size_t size)
{
	struct vdt_packet packet = {.proto = IPPROTO_TCP, .dst_port = 1, .syn = true};
	const struct vdt_policy *policy = rules->policy;
	struct vdt_verdict verdict;
	int i;

	if (size >= 36)
		packet.src = vdt_addr_from_v6(data + size - 16);
	for (i = -1; i < policy->n_services; i++) {
		if (i >= 0) {
			packet.proto = policy->services[i].proto;
			packet.dst_port = policy->services[i].port;
		}
		verdict = vdt_eval_in(rules, &packet);
		demand(verdict.reason <= VEDETTE_REASON_MAX);
		demand(verdict.service < policy->n_services);
		demand(verdict.pass == (verdict.reason <= VEDETTE_REASON_SERVICE));
	}
}

/* Overlapping sets may still be too many; whatever is taken can be asked. */
static void enforce(const struct vdt_policy *policy, const uint8_t *data, size_t size)
{
	struct vdt_rules_feed given[VDT_FEEDS_MAX];
	struct vdt_feed feeds[VDT_FEEDS_MAX];
	unsigned int n = make_feeds(policy, feeds, given);
	struct vdt_rules rules;
	const char *why;
	int err = vdt_rules_init(&rules, policy, given, n, NULL, &why);

	demand(!err || (err == -E2BIG && why));
	if (err)
		return;
	evaluate(&rules, data, size);
	vdt_rules_done(&rules);
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
	int err = vdt_policy_parse(data, size, &policy, &fault);

	if (err) {
		demand(!policy && fault.text && fault.offset <= size);
		return 0;
	}
	check_policy(policy);
	enforce(policy, data, size);
	show(data, size);
	vdt_policy_free(policy);
	return 0;
}
