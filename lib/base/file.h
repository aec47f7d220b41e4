/* SPDX-License-Identifier: BSD-3-Clause */
/* Whole files: read with a bound, replaced so that a power cut leaves the old or the new one. */
#ifndef VDT_BASE_FILE_H
#define VDT_BASE_FILE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Read all of @path into a buffer of the caller's (free() it; one NUL follows the data, not
 * counted). Returns 0, -EFBIG (more than @max bytes), -ENOMEM, or the errno of open(2) and read(2).
 */
int vdt_file_read(const char *path, size_t max, uint8_t **ret_data, size_t *ret_len);
/* The same from an open descriptor, from its current position; @fd stays the caller's. */
int vdt_file_read_fd(int fd, size_t max, uint8_t **ret_data, size_t *ret_len);

/*
 * Replace @path by @data: written to "@path.new" with @mode, synced, renamed, and the directory
 * synced. Returns 0, -ENAMETOOLONG, or the errno of the call that failed; @path is then untouched.
 */
int vdt_file_write(const char *path, const void *data, size_t len, mode_t mode);

/* Write all of @data. Returns 0 or a negative errno. */
int vdt_file_write_fd(int fd, const void *data, size_t len);

#endif /* VDT_BASE_FILE_H */
