/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VDT_CALLS_H
#define VDT_CALLS_H

#include "lock_eval.h"

/* The system call in which the current process is; VDT_CALL_OTHER outside of any. Any context. */
enum vdt_call vdt_call_current(void);

#endif /* VDT_CALLS_H */
