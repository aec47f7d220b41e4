// SPDX-License-Identifier: BSD-3-Clause
/* accounts and audit. */
#include "lib/kshim/core.h"

#include "kmod/policy_text.h"

#include <arpa/inet.h>
#include <string.h>

#include "lib/policy/check_part.h"
#include "lib/policy/complain.h"
#include "lib/policy/settings.h"

static int check_bounds(const struct vdt_section *section,
			const struct vdt_model_settings *settings, struct vdt_model_error *e)
{
	char text[3][VDT_SETTING_TEXT];

	for (size_t i = 0; i < section->count; i++) {
		const struct vdt_setting *setting = &section->settings[i];
		uint32_t value = settings->value[setting->attr];

		if (value < setting->min || value > setting->max)
			return vdt_complain(e, &settings->at, "%s: %s %s; %s to %s", section->name,
					    setting->key,
					    vdt_setting_format(setting, value, text[0]),
					    vdt_setting_format(setting, setting->min, text[1]),
					    vdt_setting_format(setting, setting->max, text[2]));
	}
	return 0;
}

static int check_accounts(const struct vdt_model_settings *accounts, struct vdt_model_error *e)
{
	const uint32_t *value = accounts->value;
	int err = check_bounds(&vdt_section_accounts, accounts, e);

	if (err)
		return err;
	if (value[VEDETTE_A_ACCOUNTS_LOCK_MAX] < value[VEDETTE_A_ACCOUNTS_LOCK_BASE])
		return vdt_complain(e, &accounts->at,
				    "accounts: lockout: max is less than base; a lock-out only "
				    "grows");
	if (value[VEDETTE_A_ACCOUNTS_ABSOLUTE] < value[VEDETTE_A_ACCOUNTS_IDLE])
		return vdt_complain(e, &accounts->at,
				    "accounts: absolute is less than idle, which could never end "
				    "a session");
	if (value[VEDETTE_A_ACCOUNTS_PER_ACCOUNT] > value[VEDETTE_A_ACCOUNTS_SESSIONS])
		return vdt_complain(e, &accounts->at,
				    "accounts: per_account is more than sessions, which all "
				    "accounts share");
	return 0;
}

/* The form is checked: an address in brackets and a port, or one without. */
static bool is_address(const char *url)
{
	const char *start = url + strlen("tls://"), *end = strrchr(url, ':');
	bool ipv6 = *start == '[';
	uint8_t address[16];
	char text[INET6_ADDRSTRLEN] = "";
	size_t len;

	start += ipv6;
	len = (size_t)(end - start) - ipv6;
	if (len >= sizeof(text))
		return false;
	memcpy(text, start, len);
	return inet_pton(ipv6 ? AF_INET6 : AF_INET, text, address) == 1;
}

static int check_syslog(const struct vdt_model_syslog *syslog, struct vdt_model_error *e)
{
	if (*syslog->url && (!vdt_text_is_collector(syslog->url) || !is_address(syslog->url)))
		return vdt_complain(e, &syslog->url_at,
				    "syslog '%s'; expected tls://ADDRESS:PORT, as "
				    "tls://10.20.0.5:6514 or tls://[fd00:20::5]:6514: the log "
				    "asks no name server",
				    syslog->url);
	if (*syslog->name && !vdt_text_is_dns(syslog->name))
		return vdt_complain(e, &syslog->name_at, "name '%s' is no DNS name", syslog->name);
	if (*syslog->name && !*syslog->url)
		return vdt_complain(e, &syslog->name_at,
				    "name '%s' is that of a collector; add syslog", syslog->name);
	return 0;
}

int vdt_check_settings(const struct vdt_model *model, struct vdt_model_error *e)
{
	int err = model->accounts.given ? check_accounts(&model->accounts, e) : 0;

	if (!err && model->audit.given)
		err = check_bounds(&vdt_section_audit, &model->audit, e);
	if (!err && model->audit.given)
		err = check_syslog(&model->syslog, e);
	return err;
}
