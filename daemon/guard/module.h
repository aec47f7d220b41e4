/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VDT_GUARD_MODULE_H
#define VDT_GUARD_MODULE_H

/*
 * Load the kernel module built for the running kernel. Returns 0 (also when it is loaded already),
 * -ENOENT (none for this kernel) or an errno of open(2) and finit_module(2). @ret_path, of PATH_MAX
 * bytes, says which file was tried.
 */
int vdt_module_load(char *ret_path);

#endif /* VDT_GUARD_MODULE_H */
