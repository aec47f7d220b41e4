# SPDX-License-Identifier: BSD-3-Clause
# The kernel module, for Debian's kernel KERNEL (6.12, 6.1) or, with KDIR=, for any tree of kernel headers.
# VEDETTE_CERTS names the folder of the certificates that the module trusts; without it development keys are
# generated, and the module says so.

KEYS := build/keys
VEDETTE_CERTS ?= $(KEYS)/certs
DEV_KEYS := $(addprefix $(KEYS)/,policy.key application.key application-ecdsa.key)
KMOD_KEYS := $(if $(filter $(KEYS)/certs,$(VEDETTE_CERTS)),$(DEV_KEYS))

KFETCHED := build/kernel/$(KERNEL)-$(ARCH)
KDIR ?= $(KFETCHED)/headers
KMOD = $(O)/kmod/$(KRELEASE)
KRELEASE = $(shell sed -n 's/^.define UTS_RELEASE "\(.*\)"/\1/p' $(KDIR)/include/generated/utsrelease.h)
KARCH_amd64 := x86_64
KARCH_arm64 := arm64

# What this make was told (CC, O, ARCH) is about user space; the kernel's build has its own.
KBUILD = env -u MAKEFLAGS -u MAKEOVERRIDES make -s -j2 -C $(realpath $(KDIR)) ARCH=$(KARCH_$(ARCH)) $(CROSS:%=CROSS_COMPILE=%) \
	M=$(abspath $(KMOD)/src) VEDETTE_CERTS=$(abspath $(VEDETTE_CERTS))

# The kernel's build writes beside the sources, so it gets a copy of them.
define mirror
@mkdir -p $(KMOD)/src
@cp -pr Kbuild VERSION kmod include $(KMOD)/src/
endef

##@ Kernel
.PHONY: kmod sparse keys kernel-headers
kmod: kernel-headers $(KMOD_KEYS) ## the module; KDIR=headers, or KERNEL=6.12 ARCH=amd64; VEDETTE_CERTS=dir
	$(mirror)
	$(SAY) '  KMOD    $(KMOD)/vedette.ko'
	$(Q)$(KBUILD) W=1 modules
	@cp -p $(KMOD)/src/vedette.ko $(KMOD)/vedette.ko

sparse: kernel-headers $(KMOD_KEYS) ## check the module with sparse
	$(mirror)
	$(Q)rm -f $(KMOD)/src/kmod/*.o
	$(SAY) '  SPARSE  kmod for $(KRELEASE)'
	$(Q)$(KBUILD) C=2 CF=-D__CHECK_ENDIAN__ modules >$(KMOD)/sparse.log 2>&1 && \
		! grep -E 'warning:|error:' $(KMOD)/sparse.log

kernel-headers:
	$(Q)[ $(KDIR) != $(KFETCHED)/headers ] || tools/camera/fetch-kernel $(KERNEL) $(ARCH)

keys: $(DEV_KEYS) ## development keys in build/keys, if they are missing

# ROLE.key, or ROLE-ecdsa.key, of which not every kernel knows the algorithm.
$(KEYS)/%.key: ALGORITHM := rsa:3072
$(KEYS)/%-ecdsa.key: ALGORITHM := ec -pkeyopt ec_paramgen_curve:P-256
$(KEYS)/%.key: CERTS = $(KEYS)/certs/$(*:%-ecdsa=%)
$(KEYS)/%.key:
	@mkdir -p $(CERTS)
	$(SAY) '  KEY     $@'
	@umask 077 && openssl req -x509 -newkey $(ALGORITHM) -sha256 -nodes -days 3650 -keyout $@ \
		-out $(CERTS)/$*.crt -subj '/CN=Vedette development $* key' \
		-addext 'keyUsage=critical,digitalSignature' -addext 'subjectKeyIdentifier=hash' 2>/dev/null
