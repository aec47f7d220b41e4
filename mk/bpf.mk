# SPDX-License-Identifier: BSD-3-Clause
# The BPF programs: one object each, and its skeleton for who loads it. They need no kernel to be built:
# bpf/kernel.h has what they use of its types.

BPF_ARCH_x86_64 := x86
BPF_ARCH_aarch64 := arm64
# clang names the vendor, the folder of the headers does not.
BPF_MACHINE := $(subst -pc-,-,$(shell $(CC) -dumpmachine))
BPF_FLAGS = -g -O2 -target bpf -Wall -Wextra -Werror -Wno-unused-parameter -Ibpf -Iinclude \
	-I$(SYSROOT)/usr/include/$(BPF_MACHINE) -D__TARGET_ARCH_$(BPF_ARCH_$(firstword $(subst -, ,$(BPF_MACHINE))))

$(O)/obj/bpf/%.bpf.o: bpf/%.bpf.c | $(SYSROOT_READY)
	@mkdir -p $(@D)
	$(SAY) '  BPF     $<'
	$(Q)clang $(BPF_FLAGS) -MMD -MP -MT $@ -c -o $@.full $< && bpftool gen object $@ $@.full && rm $@.full

$(O)/obj/bpf/%.skel.h: $(O)/obj/bpf/%.bpf.o
	$(Q)bpftool gen skeleton $< name vdt_$* > $@

$(O)/obj/daemon/guard/hooks.o: $(O)/obj/bpf/lsm.skel.h
$(O)/obj/daemon/guard/strangers.o: $(O)/obj/bpf/strangers.skel.h
$(O)/obj/daemon/guard/early.o: $(O)/obj/bpf/xdp.skel.h
$(O)/obj/daemon/guard/%.o: CPPFLAGS += -I$(O)/obj
