// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/verdict.h"

#include <criterion/criterion.h>

#define ADMIN VDT_ROLE_ADMINISTRATOR

static const struct {
	struct vdt_inquiry inquiry;
	enum vdt_session_verdict verdict;
	const char *why;
} cases[] = {
	{{true, true, false, false, ADMIN, VDT_CLASS_WRITE_SYSTEM, false}, VDT_SESSION_OK, "may"},
	{{true, true, false, false, VDT_ROLE_OPERATOR, VDT_CLASS_WRITE_SYSTEM, false},
	 VDT_SESSION_FORBIDDEN,
	 "the role does not reach"},
	{{true, true, false, true, VDT_ROLE_OPERATOR, VDT_CLASS_WRITE_SYSTEM, true},
	 VDT_SESSION_FORBIDDEN,
	 "nor with a fresh proof"},
	{{true, true, false, false, VDT_ROLE_NONE, VDT_CLASS_READ_MEDIA, false},
	 VDT_SESSION_FORBIDDEN,
	 "no role at all"},
	{{true, true, false, false, ADMIN, VDT_CLASS_END, false},
	 VDT_SESSION_FORBIDDEN,
	 "no class"},
	{{true, false, false, false, ADMIN, VDT_CLASS_READ_SYSTEM, false},
	 VDT_SESSION_NONE,
	 "a stranger, whatever else is said"},
	{{true, false, true, true, ADMIN, VDT_CLASS_OWN, true}, VDT_SESSION_NONE, "the same"},
	{{true, true, true, true, ADMIN, VDT_CLASS_READ_SYSTEM, false},
	 VDT_SESSION_MUST_CHANGE,
	 "the password first"},
	{{true, true, true, true, VDT_ROLE_VIEWER, VDT_CLASS_WRITE_SYSTEM, false},
	 VDT_SESSION_MUST_CHANGE,
	 "it does not learn what it might do then"},
	{{true, true, true, false, ADMIN, VDT_CLASS_OWN, false}, VDT_SESSION_OK, "that is how"},
	{{true, true, false, false, ADMIN, VDT_CLASS_UNRECOVERABLE, true},
	 VDT_SESSION_REAUTH,
	 "dangerous, and the proof is old"},
	{{true, true, false, true, ADMIN, VDT_CLASS_UNRECOVERABLE, true},
	 VDT_SESSION_OK,
	 "dangerous, and freshly proved"},
	{{false, true, false, true, ADMIN, VDT_CLASS_OWN, false},
	 VDT_SESSION_INACTIVE,
	 "nobody is served before the activation"},
	{{false, false, false, false, VDT_ROLE_NONE, VDT_CLASS_READ_SYSTEM, false},
	 VDT_SESSION_INACTIVE,
	 "a stranger neither"},
	{{0}, VDT_SESSION_INACTIVE, "zeros are a refusal"},
};

Test(verdict, what_is_missing_first)
{
	for (unsigned int i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_expect_eq(vdt_verdict(&cases[i].inquiry), cases[i].verdict, "%u: %s", i,
			     cases[i].why);
}
