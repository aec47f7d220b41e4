// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/unit.h"

#include <errno.h>

#include "tests/unit/lib/audit/write.h"

Test(unit, signature_of_this_unit_over_this_text)
{
	struct vdt_unit *other = make_unit(), *unit = make_unit();
	char text[VDT_NOTE_ROOM] = "some text\n";
	struct vdt_note_signature first = {.name = "log", .len = 64};
	struct vdt_note note;

	cr_assert_eq(vdt_note_add(text, &first), 0);
	cosign_note(text);
	cr_assert_eq(vdt_note_parse(text, strlen(text), &note), 0);
	cr_assert_eq(vdt_unit_check(unit, &note, &note.signature[1]), 0);
	cr_assert_eq(vdt_unit_check(other, &note, &note.signature[1]), -ENOKEY);
	text[0] = 'S';
	cr_assert_eq(vdt_unit_check(unit, &note, &note.signature[1]), -EBADMSG);
	vdt_unit_free(unit);
	vdt_unit_free(other);
}

Test(unit, not_a_certificate)
{
	struct vdt_unit *unit;

	cr_assert_eq(vdt_unit_new((const uint8_t *)"certificate", 11, &unit), -EBADMSG);
	cr_assert_eq(vdt_unit_new(NULL, 0, &unit), -EBADMSG);
	vdt_unit_free(NULL);
}
