// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/view/services.h"
#include "lib/view/value.h"
#include "lib/view/words.h"

#define TRIES 5

static void collect(const struct vdt_nl_service *service, void *ctx)
{
	struct vdt_services *services = ctx;
	struct vdt_nl_service *grown;

	if (services->failed)
		return;
	grown = reallocarray(services->items, services->count + 1, sizeof(*grown));
	if (!grown) {
		services->failed = -ENOMEM;
		return;
	}
	services->items = grown;
	services->items[services->count++] = *service;
}

int vdt_services_get(struct vdt_nl *nl, struct vdt_services *ret_services)
{
	int err = -EAGAIN;

	for (int i = 0; err == -EAGAIN && i < TRIES; i++) {
		vdt_services_done(ret_services);
		err = vdt_nl_services(nl, collect, ret_services);
	}
	return err ? err : ret_services->failed;
}

void vdt_services_done(struct vdt_services *services)
{
	free(services->items);
	memset(services, 0, sizeof(*services));
}

json_t *vdt_service_json(const struct vdt_nl_service *service)
{
	json_t *from = json_array(), *object;

	for (unsigned int i = 0; i < service->n_from; i++)
		json_array_append_new(from, vdt_json_text(service->from[i]));
	object = json_pack(
		"{s:o, s:s, s:i, s:b, s:o, s:I, s:I}", "name", vdt_json_text(service->name),
		"proto", vdt_proto_words(service->proto), "port", service->port, "loopback_only",
		service->flags & VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY, "from", from, "passed",
		(json_int_t)service->passed, "dropped", (json_int_t)service->dropped);
	if (*service->exe)
		json_object_set_new(object, "exe", vdt_json_text(service->exe));
	return object;
}
