/* SPDX-License-Identifier: BSD-3-Clause */
/* What became of a MUD file that could not become a policy, or only nearly. */
#ifndef VDT_KIT_MUD_REPORT_H
#define VDT_KIT_MUD_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* Texts of the file stand in it as words of printable ASCII, whatever they were. */
struct vdt_mud_report {
	json_t *left_out; /* {where, why}: what the file allows and the policy does not */
	json_t *notes;	  /* {where, why}: where the policy is not quite the file */
	json_t *sets;	  /* {set, stands_for, empty} */
};

/* Returns 0 or -ENOMEM. */
int vdt_mud_report_init(struct vdt_mud_report *report);
void vdt_mud_report_done(struct vdt_mud_report *report);

/* @where is text of the file, with or without a second part; @why is our own. */
void vdt_mud_left_out(struct vdt_mud_report *report, const char *where, const char *part,
		      const char *why);
void vdt_mud_note(struct vdt_mud_report *report, const char *where, const char *part,
		  const char *why);
void vdt_mud_set(struct vdt_mud_report *report, const char *set, const char *what, const char *text,
		 bool empty);

/* A line for each, behind @prefix. */
void vdt_mud_report_print(const struct vdt_mud_report *report, const char *prefix, FILE *out);

/* @text as a part of a line: printable ASCII, the rest as \xNN, at most 80 bytes of it. */
void vdt_mud_print_text(const char *text, FILE *out);

#endif /* VDT_KIT_MUD_REPORT_H */
