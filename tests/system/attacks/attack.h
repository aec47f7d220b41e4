/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Attacks on the integrity of a camera, each a function that really does it. What an attacker has
 * is called payload: unsigned, it answers ATTACKED. What is signed is called victim and answers
 * INTENDED; the files differ in nothing else. An attack has worked when ATTACKED came from where
 * only signed code may run, or when the protection is gone.
 */
#ifndef ATTACK_H
#define ATTACK_H

#include <stdbool.h>
#include <stddef.h>

enum {
	INTENDED = 7,
	ATTACKED = 42,
};

#define CODE_SIZE 4096 /* of victim.code and payload.code: one page with the function code_t */
typedef int code_t(void);

enum {
	WORKED = 0,
	NOT_HERE = 1, /* this kernel does not have what the attack goes through */
};

/* Each returns WORKED, NOT_HERE or the negative errno of what stopped it. It runs in a folder of
 * its own. */
struct attack {
	const char *name;
	int (*run)(void);
};

extern const struct attack program_attacks[];
extern const struct attack script_attacks[];
extern const struct attack mapping_attacks[];
extern const struct attack memory_attacks[];
extern const struct attack process_attacks[];
extern const struct attack write_attacks[];
extern const struct attack pin_attacks[];
extern const struct attack mount_attacks[];
extern const struct attack fuse_attacks[];
extern const struct attack helper_attacks[];
extern const struct attack device_attacks[];
extern const struct attack slot_attacks[];
extern const struct attack kernel_attacks[];
extern const struct attack lock_attacks[];
extern const struct attack bpf_attacks[];

/* --- common.c: files --- */

/* Where the victims and payloads are. */
#define HOME "/attacks"

#if defined(__x86_64__)
#define DYNAMIC_LINKER "/lib64/ld-linux-x86-64.so.2"
#elif defined(__aarch64__)
#define DYNAMIC_LINKER "/lib/ld-linux-aarch64.so.1"
#endif

/* Of the file system that the test sees: the kernel starts its helpers there, not in our root. */
const char *outer_root(void);

/*
 * Copies HOME/@name to @to, with its signature if it has one. The file is closed again: nobody has
 * it open for writing. Ends the attack if that cannot be done: it is no part of any attack.
 */
void copy_file(const char *name, const char *to);

/* Puts the signature of HOME/@name on @to. 0 or a negative errno. */
int borrow_signature(const char *name, const char *to);

/* A file of the attacker's bytes. Ends the attack if that cannot be done. */
void write_file(const char *path, const void *bytes, size_t size, unsigned int mode);

/* Writes @text to a file that is there, as echo does. 0 or a negative errno. */
int echo(const char *text, const char *path);

/* For what prepares an attack: @result below 0 ends it with a message. Returns @result. */
int need(int result, const char *what);

/* The size of what HOME/@name holds, its bytes into @buffer. */
size_t load_file(const char *name, void *buffer, size_t size);

/* --- common.c: running things --- */

/* Runs a program whose standard input is @input, unless that is NULL. WORKED if it answered
 * ATTACKED. */
int run_input(const char *input, const char *const argv[]);
int run_program(const char *const argv[]);
#define RUN(...) run_program((const char *const[]){__VA_ARGS__, NULL})

/* Executes the file behind @fd. */
int run_descriptor(int fd);

/* What a program answers; a negative errno if it was not started. */
int answer_of(const char *path);
int answer_to(const char *path, const char *argument);

/* Calls the page of code at @page: WORKED if it answers ATTACKED, -EILSEQ for another answer. */
int call(const void *page);

/* Waits until the kernel has made @path, some seconds at most. WORKED or -ENOENT. */
int appears(const char *path);

/* The page of HOME/payload.code. */
const void *payload_code(void);

/* --- common.c: devices --- */

/*
 * Puts a loop device over a file or device, which is there for as long as @ret_fd is open, or a
 * mount. Returns 0, NOT_HERE or the negative errno of what stopped it.
 */
int attach_loop(const char *below, char *ret_device, size_t size, int *ret_fd);

/* op: BLKPG_ADD_PARTITION or BLKPG_DEL_PARTITION; in bytes. 0 or a negative errno. */
int change_partition(int disk, int op, int number, unsigned long long start,
		     unsigned long long length);

#endif
