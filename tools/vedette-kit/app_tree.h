/* SPDX-License-Identifier: BSD-3-Clause */
/* The files that a command of applications is about, and what became of each. */
#ifndef VDT_KIT_APP_TREE_H
#define VDT_KIT_APP_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "tools/vedette-kit/app_signature.h"
#include "kmod/package.h"

enum vdt_app_state {
	VDT_APP_OTHER,	   /* no code: left alone */
	VDT_APP_SIGNED,	   /* now */
	VDT_APP_UNCHANGED, /* was, by the same key and in the same way */
	VDT_APP_GOOD,	   /* its signature was checked */
	VDT_APP_FAILED,
};

struct vdt_app_result {
	enum vdt_app_state state;
	enum vedette_integrity_reason reason; /* for FAILED */
	char *why;			      /* the same for people, with the way out */
	struct vdt_ima_sig sig;		      /* what it says of itself; hash NONE: there is none */
	struct vdt_package package;
	struct vdt_app_signature *signature; /* for a manifest; NULL: none */
};

struct vdt_app_file {
	char *path;
	const char *name; /* part of the path: how people and manifests call it */
	bool is_operand;  /* named by itself, so taken whether it is code or not */
	dev_t dev;
	ino_t ino;
	off_t size;
	struct vdt_app_file *first; /* another name of the same file, done instead; NULL: none */
	struct vdt_app_result result;
};

struct vdt_app_tree {
	struct vdt_app_file *files; /* by path */
	size_t count;
};

struct vdt_app_walk {
	bool mounts;   /* also into the file systems that are mounted beneath */
	bool relative; /* names are those behind the one folder that is walked */
	bool apart;    /* names of the same file are files of their own */
};

/*
 * The regular files that @paths (ended by NULL) are or have beneath them; symbolic links are not
 * followed. What cannot be looked at is there too, as FAILED. Returns 0, -ENOMEM, or the errno of
 * fts_open(3).
 */
int vdt_app_tree_read(char **paths, const struct vdt_app_walk *how, struct vdt_app_tree *ret_tree);
void vdt_app_tree_done(struct vdt_app_tree *tree);

/* One more, behind the others, good until the next is added. NULL: no memory. */
struct vdt_app_file *vdt_app_tree_add(struct vdt_app_tree *tree, const char *path);

/* Of a file, or of its first name. */
const struct vdt_app_result *vdt_app_result_of(const struct vdt_app_file *file);

/* Make the file FAILED. */
__attribute__((format(printf, 3, 4))) void
vdt_app_fail(struct vdt_app_file *file, enum vedette_integrity_reason reason, const char *why, ...);

#endif /* VDT_KIT_APP_TREE_H */
