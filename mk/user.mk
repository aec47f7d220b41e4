# SPDX-License-Identifier: BSD-3-Clause
# How user space is built. A component is a folder; all its sources but main.c make one archive, and a
# folder with a main.c also makes a program. The libraries and the pure part of the module are one archive.

# The pure part of the module: these files compile unchanged in the kernel and, with the shim, here.
PURE := $(patsubst %,kmod/%.c,$(shell cat kmod/pure 2>/dev/null))

# program = folder
PROGRAMS := vedetted=daemon/super guard=daemon/guard auth=daemon/auth audit=daemon/audit stream=daemon/stream \
	web=daemon/web vedette=tools/vedette vedette-kit=tools/vedette-kit
# It stands for the vendor's and wants all of GStreamer, which a sysroot does not have.
PROGRAMS += $(if $(CROSS),,encoder=tools/encoder)

prog_name = $(firstword $(subst =, ,$(1)))
prog_dir = $(lastword $(subst =, ,$(1)))

# Debian packages by pkg-config name, where a folder needs them. --as-needed drops what a program does not use.
PKG_lib := libnl-genl-3.0 libseccomp libevent libcrypto jansson
PKG_daemon/auth := libargon2
PKG_daemon/guard := libbpf
PKG_daemon/stream := libssl
PKG_daemon/audit := libssl
PKG_daemon/web := libwebsockets libssl
PKG_tools/vedette-kit := yaml-0.1 libfsverity
PKG_tools/encoder := gstreamer-rtsp-server-1.0 gstreamer-1.0 gio-2.0
pkg = $(PKG_lib) $(PKG_$(1))

LIB_SRC := $(filter-out lib/kshim/%,$(wildcard lib/*/*.c)) $(wildcard lib/kshim/*.c) $(PURE)
LIB_OBJ := $(LIB_SRC:%.c=$(O)/obj/%.o)
LIBVDT := $(O)/libvdt.a

$(LIBVDT): $(LIB_OBJ)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# Pure files and their tests find the shim before the kernel's core.h (same include guard).
$(O)/obj/kmod/%.o: CPPFLAGS += -include lib/kshim/core.h
$(O)/obj/tests/unit/kmod/%.o: CPPFLAGS += -include lib/kshim/core.h

# Whom to tell of a weakness in the product, and until when that is so (RFC 9116): the vendor's to say.
SECURITY_CONTACT ?= mailto:security@vendor.example
SECURITY_EXPIRES ?= 2027-12-31T23:59:59Z
$(O)/obj/daemon/web/api_security_txt.o: CPPFLAGS += -DVDT_SECURITY_CONTACT='"$(SECURITY_CONTACT)"' \
	-DVDT_SECURITY_EXPIRES='"$(SECURITY_EXPIRES)"'

$(O)/obj/tools/vedette/main.o: CPPFLAGS += -DVDT_VERSION='"$(shell cat VERSION)"'

# The sysroot has to be there; that it got newer is no reason to build all again.
$(O)/obj/%.o: %.c | $(SYSROOT_READY)
	@mkdir -p $(@D)
	$(SAY) '  CC      $<'
	$(Q)$(CC) $(CPPFLAGS) $(shell $(PKG_CONFIG) --cflags $(call pkg,$(patsubst %/,%,$(dir $<))) 2>/dev/null) $(CFLAGS) -MMD -MP -c -o $@ $<

define component
ARCHIVE_$(1) := $(O)/$(subst /,-,$(1)).a
SRC_$(1) := $$(filter-out $(1)/main.c,$$(wildcard $(1)/*.c))
$$(ARCHIVE_$(1)): $$(SRC_$(1):%.c=$(O)/obj/%.o)
	$$(Q)rm -f $$@ && $$(AR) rcs $$@ $$^
endef
$(foreach p,$(PROGRAMS),$(eval $(call component,$(call prog_dir,$(p)))))

define program
$(O)/bin/$(1): $(O)/obj/$(2)/main.o $$(ARCHIVE_$(2)) $(LIBVDT)
	@mkdir -p $$(@D)
	$$(SAY) '  LD      $$@'
	$$(Q)$$(CC) $$(LDFLAGS) -o $$@ $$(filter %.o %.a,$$^) $$(shell $(PKG_CONFIG) --libs $$(call pkg,$(2)))
BINARIES += $(O)/bin/$(1)
endef
$(foreach p,$(PROGRAMS),$(if $(wildcard $(call prog_dir,$(p))/main.c),$(eval $(call program,$(call prog_name,$(p)),$(call prog_dir,$(p))))))

# A unit test tests/unit/DIR/NAME.c mirrors DIR/NAME.c and links DIR's archive.
TEST_SRC := $(shell find tests/unit -name '*.c' 2>/dev/null)
TESTS := $(TEST_SRC:tests/unit/%.c=$(O)/tests/%)
$(O)/tests/%: $(O)/obj/tests/unit/%.o $(LIBVDT) $(foreach p,$(PROGRAMS),$(ARCHIVE_$(call prog_dir,$(p))))
	@mkdir -p $(@D)
	$(SAY) '  LD      $@'
	$(Q)$(CC) $(LDFLAGS) -Wl,--no-gc-sections -o $@ $< $(ARCHIVE_$(patsubst %/,%,$(dir $*))) $(LIBVDT) \
		$(shell $(PKG_CONFIG) --libs criterion $(call pkg,$(patsubst %/,%,$(dir $*))))

# Tools of the benchmarks; tests/bench/run asks for them.
$(O)/bench/prefix: $(addprefix $(O)/obj/tests/bench/,prefix_lpm.o prefix_oracle.o) $(ARCHIVE_tools/vedette-kit)
$(O)/bench/swap: $(ARCHIVE_tools/vedette-kit)
$(O)/bench/prefix: PKG_bench := libbpf
$(O)/bench/prefix: LDLIBS := -lm
$(O)/bench/%: $(O)/obj/tests/bench/%.o $(LIBVDT)
	@mkdir -p $(@D)
	$(SAY) '  LD      $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter-out $(LIBVDT),$^) $(LIBVDT) \
		$(shell $(PKG_CONFIG) --libs libssl $(PKG_lib) $(PKG_bench)) $(LDLIBS)

# Prints the OpenAPI document of web's tables; tools/lint/openapi asks for it, and make generate.
$(O)/openapi: $(O)/obj/daemon/web/openapi/main.o $(ARCHIVE_daemon/web) $(LIBVDT)
	$(SAY) '  LD      $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(shell $(PKG_CONFIG) --libs $(call pkg,daemon/web))

-include $(shell find $(O)/obj -name '*.d' 2>/dev/null)
