# SPDX-License-Identifier: BSD-3-Clause
# What goes onto a camera. Everything is stripped; the module keeps what modprobe needs.

STRIP := -s --strip-program=$(CROSS)strip

##@ Installing
.PHONY: install
install: user ## DESTDIR=: programs, manual pages and the module for every kernel it was built for
	$(Q)install -D $(STRIP) -t $(DESTDIR)$(PREFIX)/sbin $(O)/bin/vedetted
	$(Q)install -D $(STRIP) -t $(DESTDIR)$(PREFIX)/libexec/vedette $(addprefix $(O)/bin/,guard auth audit stream web)
	$(Q)install -D $(STRIP) -t $(DESTDIR)$(PREFIX)/bin $(O)/bin/vedette
	$(Q)install -D -m 644 tools/vedette/completion.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/vedette
	$(Q)for page in docs/man/*.[1-8]; do \
		install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man$${page##*.} $$page; \
	done
	$(Q)for module in $(O)/kmod/*/vedette.ko; do \
		[ -e $$module ] || continue; release=$$(modinfo -F vermagic $$module | cut -d' ' -f1); \
		install -D -m 644 -t $(DESTDIR)$(PREFIX)/lib/vedette/$$release $$module && \
		$(CROSS)strip --strip-debug $(DESTDIR)$(PREFIX)/lib/vedette/$$release/vedette.ko; \
	done
