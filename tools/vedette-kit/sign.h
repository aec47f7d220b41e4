/* SPDX-License-Identifier: BSD-3-Clause */
/* The commands that sign a file for the camera and check the signature: one for every kind of file.
 */
#ifndef VDT_KIT_SIGN_H
#define VDT_KIT_SIGN_H

#include <stdint.h>

#include "tools/vedette-kit/command.h"

extern const struct kit_option vdt_sign_options[], vdt_sign_verify_options[];

/*
 * Of @data, what is signed of the first operand: write its signature, by default beside it, or
 * check the one of --sig. Say on standard error what is wrong; return an exit code.
 */
int vdt_sign_data(const struct kit_args *args, const uint8_t *data, size_t len);
int vdt_sign_verify(const struct kit_args *args, const uint8_t *data, size_t len);

#endif /* VDT_KIT_SIGN_H */
