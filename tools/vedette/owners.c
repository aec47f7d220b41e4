// SPDX-License-Identifier: BSD-3-Clause
/* Which process holds a socket: its descriptors in /proc name the inode. */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/vedette/listing.h"

struct by_inode {
	uint64_t inode;
	struct vdt_socket *socket;
};

static int compare(const void *left, const void *right)
{
	const struct by_inode *a = left, *b = right;

	return a->inode < b->inode ? -1 : a->inode > b->inode;
}

static void add_owner(struct vdt_socket *socket, pid_t pid)
{
	char path[32];
	ssize_t len;
	struct vdt_owner *owner;

	for (unsigned int i = 0; i < socket->n_owners && i < VDT_SOCKET_OWNERS; i++)
		if (socket->owners[i].pid == pid) /* two descriptors of one process */
			return;
	if (socket->n_owners++ >= VDT_SOCKET_OWNERS)
		return;
	owner = &socket->owners[socket->n_owners - 1];
	owner->pid = pid;
	snprintf(path, sizeof(path), "/proc/%d/exe", pid);
	len = readlink(path, owner->exe, sizeof(owner->exe) - 1);
	owner->exe[len > 0 ? len : 0] = '\0';
}

static void look_at(int dir_fd, const char *name, pid_t pid, const struct by_inode *index,
		    size_t count)
{
	struct by_inode key, *found;
	char link[64];
	ssize_t len = readlinkat(dir_fd, name, link, sizeof(link) - 1);

	if (len <= 0)
		return;
	link[len] = '\0';
	if (sscanf(link, "socket:[%" SCNu64 "]", &key.inode) != 1)
		return;
	found = bsearch(&key, index, count, sizeof(key), compare);
	if (found)
		add_owner(found->socket, pid);
}

static void look_through(pid_t pid, const struct by_inode *index, size_t count)
{
	struct dirent *entry;
	char path[32];
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	dir = opendir(path);
	if (!dir) /* it ended, or it is not ours to see */
		return;
	while ((entry = readdir(dir)))
		look_at(dirfd(dir), entry->d_name, pid, index, count);
	closedir(dir);
}

void vdt_sockets_find_owners(struct vdt_sockets *sockets)
{
	struct by_inode *index = calloc(sockets->count, sizeof(*index));
	struct dirent *entry;
	DIR *proc = opendir("/proc");

	for (size_t i = 0; index && i < sockets->count; i++) {
		index[i].inode = sockets->items[i].inode;
		index[i].socket = &sockets->items[i];
	}
	if (index && proc) {
		qsort(index, sockets->count, sizeof(*index), compare);
		while ((entry = readdir(proc)))
			if (isdigit((unsigned char)entry->d_name[0]))
				look_through(atoi(entry->d_name), index, sockets->count);
	}
	if (proc)
		closedir(proc);
	free(index);
}
