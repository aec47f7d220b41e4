# SPDX-License-Identifier: BSD-3-Clause
# The tests, the virtual camera and the demonstration. Unit tests and fuzzers are built by a make of their
# own with other flags into another folder; everything that runs in the camera runs from the stage.

STAGE := $(O)/stage

##@ Testing
.PHONY: check check-debug test-unit test-system demo camera fuzz bench bench-prefix bench-packet bench-exec bench-flood bench-stream
check: install-packages ## install what is missing, run every test; KERNEL=6.1 for the oldest kernel; ARCH=arm64
	+@PARTS='$(if $(CROSS),,lint test-unit) test-system' tests/check '$(MAKE)' KERNEL=$(KERNEL) ARCH=$(ARCH)

test-unit: ## the unit tests under AddressSanitizer and UndefinedBehaviorSanitizer
	+$(Q)$(MAKE) --no-print-directory SAN=1 O=$(O)/asan unit-tests
	$(Q)tests/unit/run $(O)/asan/tests

test-system: stage ## the tests in the virtual camera; T=030 one of them, GUESTS=1 one at a time, KERNEL=6.1
	$(Q)tools/camera/fetch-source
	$(Q)GUESTS=$(GUESTS) tests/run-system --kernel $(KERNEL) --arch $(ARCH) $(T)

# What is about the module; the processes above it would be too slow there.
check-debug: T := 0 2 31 32 33 34 35 36
check-debug: install-packages ## the module's tests on a kernel with KASAN, lockdep, kmemleak, fault injection, built once
	+@$(MAKE) --no-print-directory test-system KERNEL=debug T='$(T)'

demo: ## install what is missing, build, attack the virtual camera and show what holds
	+@$(MAKE) --no-print-directory install-packages
	+@$(MAKE) --no-print-directory stage
	$(Q)tools/camera/boot --kernel $(KERNEL) --demo

camera: stage ## the virtual camera: a root shell here, its services forwarded to this machine
	$(Q)tools/camera/boot --kernel $(KERNEL) --shell

TIME ?= 60
fuzz: ## FUZZ=policy, feed, mud, rtsp, audit…, TIME=60 seconds: look for inputs that break a parser
	$(if $(wildcard tests/fuzz/$(FUZZ).c),,$(error FUZZ= wants one of: $(FUZZERS:$(O)/fuzzers/%=%)))
	+$(Q)CFLAGS=-fsanitize=fuzzer-no-link $(MAKE) --no-print-directory CC=clang SAN=1 O=$(O)/fuzz \
		$(O)/fuzz/fuzzers/$(FUZZ)
	@mkdir -p $(O)/fuzz/$(FUZZ)
	$(Q)$(O)/fuzz/fuzzers/$(FUZZ) -max_total_time=$(TIME) -artifact_prefix=$(O)/fuzz/$(FUZZ)/ -print_final_stats=1 \
		$(addprefix -dict=,$(wildcard tests/fuzz/$(FUZZ).dict)) \
		$(O)/fuzz/$(FUZZ) $(wildcard tests/fuzz/corpus/$(FUZZ))

bench-prefix: $(O)/bench/prefix ## SET=file of prefixes: memory, speed, wrong answers; without SET several shapes
	$(Q)O=$(O) tests/bench/run-prefix $(SET)

bench-packet: stage $(O)/bench/flood ## what a packet costs beside nftables, in instructions of the virtual camera
	$(Q)O=$(O) tests/bench/run-packet

bench-exec: stage $(O)/bench/spawn ## what it costs to start programs where only signed ones may run, beside IMA and fapolicyd
	$(Q)O=$(O) tests/bench/run-exec

bench-flood: stage $(O)/bench/gateway-host ## floods of the virtual camera while it is used, beside nftables; what limits cost
	$(Q)O=$(O) tests/bench/run --source
	$(Q)O=$(O) tests/bench/run-flood

bench-stream: stage ## sizes, memory and CPU of the gateway beside its peers
	$(Q)tests/bench/run

# One after the other, each alone on the machine.
bench: ## the five parts above, each beside its peers in the same run, into build/bench.json; takes an hour or two
	+$(Q)$(MAKE) --no-print-directory bench-prefix
	+$(Q)$(MAKE) --no-print-directory bench-packet
	+$(Q)$(MAKE) --no-print-directory bench-exec
	+$(Q)$(MAKE) --no-print-directory bench-flood
	+$(Q)$(MAKE) --no-print-directory bench-stream

.PHONY: unit-tests
unit-tests: $(TESTS)

# What the camera gets, and beside it what belongs to the demonstration only. Made anew and swapped in at
# once: a camera may be starting from it.
FEEDS := $(if $(CROSS),build,$(O))/bench/feeds
STAGED_TOOLS := $(addprefix $(O)/bench/,load swap flood stress)
.PHONY: stage
stage: user kmod $(STAGED_TOOLS) $(FEEDS) $(O)/signed-root.ext4
	+$(Q)rm -rf $(STAGE).new && $(MAKE) --no-print-directory install DESTDIR=$(STAGE).new
	$(Q)install -D $(STRIP) -t $(STAGE).new/usr/libexec/vedette-demo $(filter %/encoder,$(BINARIES)) $(STAGED_TOOLS)
	$(Q)install -D $(STRIP) -t $(STAGE).new/usr/bin $(O)/bin/vedette-kit
	$(Q)rm -rf $(STAGE) && mv $(STAGE).new $(STAGE)

# What is signed here is signed by programs of this machine.
FEEDS := $(if $(CROSS),build,$(O))/bench/feeds
KIT := $(if $(CROSS),build,$(O))/bin/vedette-kit
ifdef CROSS
.PHONY: native
$(FEEDS) $(KIT) &: native
	+$(Q)$(MAKE) --no-print-directory ARCH=$(HOST_ARCH) $(FEEDS) $(KIT)
else
# A thousand feeds for 211-feed-swap; to sign them inside the camera would take minutes.
$(FEEDS): $(O)/bench/swap $(KEYS)/policy.key
	$(SAY) '  FEEDS   $@'
	$(Q)$(O)/bench/swap make $@ $(KEYS)/policy.key $(KEYS)/certs/policy/policy.crt denied 2 1000 2000 10.0.0.66
endif

# --- attacks on the integrity, and the root file system on which they are tried ---

ATTACKS := $(O)/attacks
ATTACK_SRC := $(filter-out %/program.c %/answer.c,$(wildcard tests/system/attacks/*.c))

$(ATTACKS)/attack: $(ATTACK_SRC:%.c=$(O)/obj/%.o)
	@mkdir -p $(@D)
	$(SAY) '  LD      $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(shell $(PKG_CONFIG) --libs libbpf)

# Some linkers leave room for pages of 64 kB.
SMALL := -Wl,-z,max-page-size=4096
# A victim answers 7, a payload 42: two files of the same source, and of the same size, as one may replace the other.
$(ATTACKS)/victim.%: ANSWER := 7
$(ATTACKS)/payload.%: ANSWER := 42
$(ATTACKS)/victim: tests/system/attacks/program.c
	$(Q)$(CC) -O2 -DANSWER=7 $(SMALL) -pie -fPIE -nostdlib -o $@ $< && truncate -s 32K $@
$(ATTACKS)/payload: tests/system/attacks/program.c
	$(Q)$(CC) -O2 -DANSWER=42 $(SMALL) -static-pie -fPIE -nostdlib -o $@ $< && truncate -s 32K $@
$(ATTACKS)/old: tests/system/attacks/program.c
	$(Q)$(CC) $(CPPFLAGS) -s -O2 -DANSWER=42 -DBUILD=1 -static-pie -fPIE -nostdlib -o $@ $<
# A victim whose header asks for an executable stack.
$(ATTACKS)/stacked: tests/system/attacks/program.c
	$(Q)$(CC) -O2 -DANSWER=7 -static -nostdlib -z execstack -o $@ $<
$(ATTACKS)/%.so: tests/system/attacks/answer.c
	$(Q)$(CC) -O2 -DANSWER=$(ANSWER) -shared -fPIC -o $@ $<
$(ATTACKS)/probe: tests/system/probe.c tests/system/attacks/ring.c
	$(Q)$(CC) -O2 -static -o $@ $(filter %.c,$^)
$(ATTACKS)/impostor-%: tests/system/impostor.c
	$(Q)$(CC) -O2 -static -DACTION=$* -o $@ $<
$(ATTACKS)/drill: tests/system/drill.c $(wildcard lib/ipc/msgs.h)
	$(Q)$(CC) $(CPPFLAGS) -O2 -static -o $@ $<
# A page that is the machine code of the same function, and nothing else.
$(ATTACKS)/%.code: tests/system/attacks/answer.c
	$(Q)$(CC) -O2 -DANSWER=$(ANSWER) -ffunction-sections -c -o $@.o $< && \
		$(CROSS)objcopy -O binary -j .text.answer $@.o $@ && truncate -s 4K $@ && rm $@.o

ATTACK_FILES := $(addprefix $(ATTACKS)/,attack old probe stacked drill $(addprefix impostor-,garbage hello leave) \
	$(foreach who,victim payload,$(who) $(who).so $(who).code))
$(filter-out $(ATTACKS)/attack,$(ATTACK_FILES)): $(ATTACKS)/attack

$(O)/signed-root.ext4: tests/system/signed-root $(ATTACK_FILES) $(O)/bin/vedette $(KIT) $(KEYS)/application.key
	$(SAY) '  SIGN    $@'
	$(Q)tests/system/signed-root $@ $(ATTACKS) $(O)/bin $(KEYS)/application.key $(KIT) $(SYSROOT)/usr/lib/$(TRIPLET)

FUZZERS := $(patsubst tests/fuzz/%.c,$(O)/fuzzers/%,$(wildcard tests/fuzz/*.c))
$(O)/fuzzers/%: $(O)/obj/tests/fuzz/%.o $(foreach p,$(PROGRAMS),$(ARCHIVE_$(call prog_dir,$(p)))) $(LIBVDT)
	@mkdir -p $(@D)
	$(SAY) '  LD      $@'
	$(Q)$(CC) -fsanitize=fuzzer $(LDFLAGS) -o $@ $(filter %.o %.a,$^) $(shell $(PKG_CONFIG) --libs $(PKG_lib) libssl)
