// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/web/strict.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#define LENGTH_DIGITS 15 /* more bytes than any body may have */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_plain(char c)
{
	return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
	       c == '.' || c == '_' || c == '~';
}

static int wrong(enum vdt_problem problem)
{
	return -1 - (int)problem;
}

enum vdt_problem vdt_strict_problem(int err)
{
	return (enum vdt_problem)(-1 - err);
}

bool vdt_strict_path(const char *path)
{
	const char *start = path;

	if (!strcmp(path, "/"))
		return true;
	while (*path == '/') {
		const char *segment = ++path;

		while (is_plain(*path))
			path++;
		if (path == segment || (path - segment == 1 && *segment == '.') ||
		    (path - segment == 2 && !memcmp(segment, "..", 2)))
			return false;
	}
	return !*path && path != start;
}

bool vdt_strict_length(const char *text, uint64_t *ret_length)
{
	uint64_t length = 0;
	size_t len = strlen(text);

	if (!len || len > LENGTH_DIGITS)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (!is_digit(text[i]))
			return false;
		length = length * 10 + (uint64_t)(text[i] - '0');
	}
	*ret_length = length;
	return true;
}

/* Cut the port off. Returns false if what is behind the colon is none. */
static bool split_host(const char *host, char *ret_name, size_t room)
{
	const char *end = *host == '[' ? strchr(host, ']') : strchr(host, ':');
	size_t len = end ? (size_t)(end - host) + (*host == '[') : strlen(host);
	size_t digits;

	if ((*host == '[' && !end) || !len || len >= room)
		return false;
	memcpy(ret_name, host, len);
	ret_name[len] = '\0';
	if (!host[len])
		return true;
	if (host[len] != ':')
		return false;
	for (digits = 0; is_digit(host[len + 1 + digits]);)
		digits++;
	return digits && digits <= 5 && !host[len + 1 + digits];
}

static bool is_address(const char *name)
{
	uint8_t address[sizeof(struct in6_addr)];
	char inner[INET6_ADDRSTRLEN];
	size_t len = strlen(name);

	if (*name != '[')
		return inet_pton(AF_INET, name, address) == 1;
	if (len < 3 || len - 2 >= sizeof(inner))
		return false;
	memcpy(inner, name + 1, len - 2);
	inner[len - 2] = '\0';
	return inet_pton(AF_INET6, inner, address) == 1;
}

bool vdt_strict_host(const char *host, const char *hostname)
{
	size_t len = strlen(hostname);
	char name[sizeof(((struct vdt_head *)NULL)->host)];

	if (!split_host(host, name, sizeof(name)))
		return false;
	if (is_address(name) || !strcasecmp(name, "localhost"))
		return true;
	return len && !strncasecmp(name, hostname, len) &&
	       (!name[len] || !strcasecmp(name + len, ".local"));
}

bool vdt_strict_is_name(const char *host)
{
	char name[sizeof(((struct vdt_head *)NULL)->host)];

	return split_host(host, name, sizeof(name)) && !is_address(name);
}

bool vdt_strict_query(const char *text, struct vdt_parameter *ret_query)
{
	size_t name = strcspn(text, "="), value;

	if (!name || !text[name] || name >= sizeof(ret_query->name))
		return false;
	value = strlen(text + name + 1);
	if (value >= sizeof(ret_query->value))
		return false;
	for (size_t i = 0; i < name; i++)
		if (!is_plain(text[i]))
			return false;
	for (size_t i = 0; i < value; i++)
		if ((unsigned char)text[name + 1 + i] < ' ' || text[name + 1 + i] == '\x7f')
			return false;
	memcpy(ret_query->name, text, name);
	ret_query->name[name] = '\0';
	memcpy(ret_query->value, text + name + 1, value + 1);
	return true;
}

bool vdt_strict_json_type(const char *type)
{
	static const char json[] = "application/json";
	const char *rest = type + sizeof(json) - 1;

	if (strncasecmp(type, json, sizeof(json) - 1))
		return false;
	if (!*rest)
		return true;
	if (*rest++ != ';')
		return false;
	rest += strspn(rest, " \t");
	return !strcasecmp(rest, "charset=utf-8") || !strcasecmp(rest, "charset=\"utf-8\"");
}

bool vdt_strict_depth(const char *json, size_t len)
{
	unsigned int depth = 0;
	bool text = false;

	for (size_t i = 0; i < len; i++) {
		char c = json[i];

		if (text && c == '\\')
			i++;
		else if (c == '"')
			text = !text;
		else if (!text && (c == '{' || c == '[') && ++depth > VDT_STRICT_DEPTH)
			return false;
		else if (!text && (c == '}' || c == ']') && depth)
			depth--;
	}
	return true;
}

/* The order is that of RFC 9112: first where the message ends, then whom it is for. */
int vdt_strict_head(const struct vdt_head *head, const char *hostname)
{
	uint64_t length;

	if (!head->http2 && strcmp(head->version, "HTTP/1.1"))
		return wrong(VDT_PROBLEM_BAD_REQUEST);
	if (head->coded)
		return wrong(VDT_PROBLEM_NOT_IMPLEMENTED);
	if (*head->length && !vdt_strict_length(head->length, &length))
		return wrong(VDT_PROBLEM_BAD_REQUEST);
	if (!*head->host)
		return wrong(VDT_PROBLEM_BAD_REQUEST);
	if (!vdt_strict_host(head->host, hostname))
		return wrong(VDT_PROBLEM_MISDIRECTED);
	if (!vdt_strict_path(head->path))
		return wrong(VDT_PROBLEM_BAD_REQUEST);
	return 0;
}
