/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Lists of prefixes as they are published: one a line, what follows it behind a blank, ',' or ';'
 * is not looked at, nor is what follows '#'.
 */
#ifndef VDT_KIT_PREFIX_LIST_H
#define VDT_KIT_PREFIX_LIST_H

#include "lib/policy/model.h"

#define VDT_LIST_SIZE (64u << 20) /* bytes; VDT_PREFIXES_MAX lines with some text are less */

/*
 * Append the prefixes of the file @list to @set, which belongs to @model. A relative name is meant
 * from the folder of the file @from, or from here if that is NULL. IPv4 in IPv6 becomes IPv4. @at
 * (or NULL) is where the list is named. Returns 0, -ENOMEM, or -EINVAL with @ret_error.
 */
int vdt_list_read(struct vdt_model *model, struct vdt_model_set *set, const char *from,
		  const char *list, const struct vdt_model_mark *at,
		  struct vdt_model_error *ret_error);

/* Bring into ascending order and drop what stands there twice. Returns how many were dropped. */
size_t vdt_list_sort(struct vdt_model_prefixes *list, enum vdt_model_family family);

/*
 * Of a sorted list, drop what lies inside another prefix and put halves together, until no list
 * with fewer prefixes has the same addresses. Returns how many there are less.
 */
size_t vdt_list_reduce(struct vdt_model_prefixes *list, enum vdt_model_family family);

/* Write the list packed, as it stands in policies and feeds: address, then length. */
void vdt_list_pack(const struct vdt_model_prefixes *list, enum vdt_model_family family,
		   uint8_t *packed);

#endif /* VDT_KIT_PREFIX_LIST_H */
