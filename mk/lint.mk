# SPDX-License-Identifier: BSD-3-Clause
# make lint: every check of tools/lint/run, or only those named: make lint CHECK='format layering'.
CHECK ?=

##@ Checking
.PHONY: lint
lint: ## format, size, layering, licences, generated files, static analysis
	$(Q)O=$(O) tools/lint/run $(CHECK)
