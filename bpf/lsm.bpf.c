// SPDX-License-Identifier: GPL-2.0-only
/*
 * The LSM programs. They hand their arguments to the module, which decides. A denial of a program
 * before stands. On all supported kernels a program may sleep where it says so (lsm.s), and the
 * loader leaves out those whose hook the kernel does not have.
 *
 * Of each of the kernel's types some program reads a field: clang leaves the members of other types
 * out of the object, and the loader then takes them for others than the module's.
 */
#include "lsm_exec.h"
#include "lsm_net.h"
#include "lsm_protect.h"

char LICENSE[] SEC("license") = "GPL";
