# SPDX-License-Identifier: BSD-3-Clause
# ARCH=arm64 on a machine that is not: a cross compiler, the headers and libraries of Debian's root file system of that
# architecture, which is also the virtual camera's (tools/camera/fetch-root), and results in a folder of their own.

HOST_ARCH := $(shell dpkg --print-architecture 2>/dev/null || echo amd64)
ARCH ?= $(HOST_ARCH)
TRIPLET_amd64 := x86_64-linux-gnu
TRIPLET_arm64 := aarch64-linux-gnu
TRIPLET := $(TRIPLET_$(ARCH))
$(if $(TRIPLET),,$(error ARCH=$(ARCH) is not supported: amd64 or arm64))

PKG_CONFIG := pkg-config

ifneq ($(ARCH),$(HOST_ARCH))
O := build/$(ARCH)
$(foreach goal,$(filter lint test-unit demo camera fuzz check-debug bench%,$(MAKECMDGOALS)),\
	$(error make $(goal) is for the architecture of this machine only, without ARCH=$(ARCH)))
CROSS := $(TRIPLET)-
SYSROOT := $(CURDIR)/build/root/$(ARCH)
SYSROOT_READY := build/root/$(ARCH).list
CC := $(CROSS)gcc --sysroot=$(SYSROOT)
AR := $(CROSS)ar
PKG_CONFIG := PKG_CONFIG_SYSROOT_DIR=$(SYSROOT) \
	PKG_CONFIG_LIBDIR=$(SYSROOT)/usr/lib/$(TRIPLET)/pkgconfig:$(SYSROOT)/usr/share/pkgconfig pkg-config

$(SYSROOT_READY): tools/camera/packages-root
	$(Q)tools/camera/fetch-root $(ARCH)
endif
