/* SPDX-License-Identifier: BSD-3-Clause */
/* The folder of the log as its writer sees it: a bounded ring of segments, by their numbers. */
#ifndef VDT_AUDIT_RING_H
#define VDT_AUDIT_RING_H

#include "lib/audit/segment.h"

#define VDT_RING_SEGMENTS 8  /* of one ring */
#define VDT_RING_ASIDE	  64 /* files of damaged logs that are kept; more are removed */

struct vdt_ring {
	int dir;		 /* -1: not open */
	uint64_t max;		 /* bytes of all segments together */
	uint64_t closed;	 /* bytes of the segments before the newest */
	uint32_t oldest, newest; /* 0: there is none */
};

/* Open the folder @path. Returns 0 or a negative errno of opendir(3) and fstatat(2). Call
 * vdt_ring_close() in any case. */
int vdt_ring_open(struct vdt_ring *ring, const char *path, uint64_t max);
void vdt_ring_close(struct vdt_ring *ring);
/* Bytes that a segment may take. */
uint64_t vdt_ring_share(const struct vdt_ring *ring);

/*
 * Make the segment after the newest, or segment @first if there is none, with its header in it. It
 * is on the medium, and the newest, when this returns a descriptor to append to; else a negative
 * errno, and there is no such file.
 */
int vdt_ring_create(struct vdt_ring *ring, uint32_t first, const void *header, size_t len);
/* Open the newest for appending, cut off behind @size. Returns a descriptor or a negative errno. */
int vdt_ring_continue(const struct vdt_ring *ring, uint64_t size);
/* Read the header of @segment. Returns 0, -EBADMSG, or another negative errno. */
int vdt_ring_header(const struct vdt_ring *ring, uint32_t segment,
		    struct vdt_segment_header *ret_header);
/* The oldest segment that stays when a ring of VDT_RING_SEGMENTS is to have room for the newest. */
uint32_t vdt_ring_stays(const struct vdt_ring *ring);
/* Remove the segments before @stays. Returns 0 or a negative errno. */
int vdt_ring_drop(struct vdt_ring *ring, uint32_t stays);
/* Remove the newest, of which nothing is of use. Returns 0 or a negative errno. */
int vdt_ring_remove_newest(struct vdt_ring *ring);
/* Rename all segments to bad-TIME-NAME, @time in seconds; the ring is empty then. Beyond
 * VDT_RING_ASIDE files they are removed instead. Returns 0 or a negative errno. */
int vdt_ring_put_aside(struct vdt_ring *ring, uint64_t time);

#endif /* VDT_AUDIT_RING_H */
