# SPDX-License-Identifier: BSD-3-Clause
# Vedette: build, test, demonstrate. `make help` lists what there is.

O ?= build
KERNEL ?= 6.12
DESTDIR ?=
PREFIX ?= /usr
V ?= 0
ifeq ($(V),1)
Q :=
SAY := @:
else
Q := @
SAY := @echo
endif
export V

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:

include mk/cross.mk
include mk/flags.mk
include mk/user.mk
include mk/bpf.mk
-include mk/kernel.mk
-include mk/test.mk
-include mk/lint.mk
-include mk/install.mk

##@ Building
.PHONY: all user
all: packages user kmod ## build everything (says what is missing, installs nothing)
user: $(BINARIES) ## the programs, into build/bin

.PHONY: packages install-packages
packages:
	@ARCH=$(ARCH) mk/install-packages --check
install-packages: ## install what Debian packages are missing
	@ARCH=$(ARCH) mk/install-packages

.PHONY: generate
generate: $(O)/openapi ## write again what follows from include/spec/vedette.yaml and from the tables of the API
	tools/camera/fetch-source
	include/spec/gen build/kernel/linux-source-6.12 .
	tools/lint/gen-netlink-doc
	tools/lint/gen-netlink-names
	$(O)/openapi > docs/openapi.json

.PHONY: clean help
clean: ## remove the results, keep the downloads in build/kernel
	rm -rf $(O)/obj $(O)/bin $(O)/tests $(O)/*.a $(O)/asan $(O)/kmod $(O)/stage $(O)/fuzz
help: ## this list
	@awk -F ':.*## ' '/^##@/{printf "\n%s\n", substr($$0, 5)} /^[a-z%-]+:.*## /{printf "  make %-18s %s\n", $$1, $$2}' \
		Makefile mk/kernel.mk mk/test.mk mk/lint.mk mk/install.mk
