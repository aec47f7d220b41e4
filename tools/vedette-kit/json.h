/* SPDX-License-Identifier: BSD-3-Clause */
/* JSON on standard output. */
#ifndef VDT_KIT_JSON_H
#define VDT_KIT_JSON_H

#include <jansson.h>

/* Print @document and drop the reference; NULL says that memory ran out. Returns an exit code. */
int vdt_kit_json(json_t *document);

#endif /* VDT_KIT_JSON_H */
