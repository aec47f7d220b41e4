# SPDX-License-Identifier: BSD-3-Clause
# Compiler and linker flags of everything that runs in user space. O is the folder that gets the results,
# SAN=1 builds with AddressSanitizer and UndefinedBehaviorSanitizer.

WARN := -Wall -Wextra -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wvla -Wformat=2 -Wundef \
	-Wpointer-arith -Wwrite-strings -Wno-unused-parameter -Wno-sign-compare -Werror

ifeq ($(SAN),1)
HARDEN := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDHARDEN := -fsanitize=address,undefined
else
HARDEN := -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection
LDHARDEN := -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack
MACHINE := $(shell $(CC) -dumpmachine)
ifneq ($(filter x86_64%,$(MACHINE)),)
HARDEN += -fcf-protection=full
endif
ifneq ($(filter aarch64%,$(MACHINE)),)
HARDEN += -mbranch-protection=standard
endif
endif

CPPFLAGS += -I. -Iinclude -D_GNU_SOURCE
CFLAGS += -std=gnu11 -g -fPIE -ffunction-sections -fdata-sections -fvisibility=hidden $(WARN) $(HARDEN)
LDFLAGS += -pie -Wl,--gc-sections -Wl,--as-needed $(LDHARDEN)
