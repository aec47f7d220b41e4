/* SPDX-License-Identifier: GPL-2.0-only */
/* What the programs of bpf/ call. */
#ifndef VDT_KFUNCS_H
#define VDT_KFUNCS_H

/*
 * Offers the functions to BPF. A kernel without BPF, or a module without its type information, is
 * no error: *ret_missing then says what is missing, a text that lasts, or else becomes NULL.
 * There is nothing to undo: the kernel does it with the module.
 */
int vdt_kfuncs_init(const char **ret_missing);

#endif /* VDT_KFUNCS_H */
