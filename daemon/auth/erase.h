/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The end of all that a unit keeps secret. The seal key goes first: without it the sealed files are
 * noise, whatever the flash still holds of them.
 */
#ifndef VDT_AUTH_ERASE_H
#define VDT_AUTH_ERASE_H

#define VDT_ERASE_KEY  "seal.key"  /* names in the folder */
#define VDT_ERASE_KEEP "unit.code" /* what stays, see activation.h */

/*
 * Destroy the files in @dir, the seal key first: overwritten, synced, removed, and the folder
 * synced. That it was begun is marked in the folder, so that a power cut does not leave half of it.
 * Returns 0 or a negative errno of the call that failed; it can be tried again.
 */
int vdt_erase(const char *dir);
/* At the start: end what a power cut interrupted. Returns 0, also if there is nothing to end, or as
 * vdt_erase(). */
int vdt_erase_resume(const char *dir);

#endif /* VDT_AUTH_ERASE_H */
