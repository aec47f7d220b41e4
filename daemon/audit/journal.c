// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>
#include <sys/timex.h>

#include "lib/audit/export.h"
#include "lib/audit/record.h"
#include "lib/base/cleanup.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/crypto/random.h"

static int sync_directory(const char *path)
{
	const char *slash = strrchr(path, '/');
	char directory[PATH_MAX];
	_cleanup_close_ int fd = -1;

	snprintf(directory, sizeof(directory), "%.*s", slash ? (int)(slash - path) + 1 : 1,
		 slash ? path : ".");
	fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 || fsync(fd) ? -errno : 0;
}

/* Begin a file that continues the chain in journal->state. */
static int create_file(struct vdt_journal *journal)
{
	struct vdt_audit_header header = {.first_seq = journal->state.seq + 1};
	uint8_t buf[VDT_AUDIT_HEADER_SIZE];
	_cleanup_close_ int fd = -1;
	int err;

	memcpy(header.unit, journal->state.unit, sizeof(header.unit));
	memcpy(header.prev, journal->state.head, sizeof(header.prev));
	err = vdt_audit_put_header(&header, buf);
	if (err)
		return err;
	fd = open(journal->path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW,
		  S_IRUSR | S_IWUSR);
	if (fd < 0)
		return -errno;
	err = vdt_file_write_fd(fd, buf, sizeof(buf));
	if (!err && fsync(fd))
		err = -errno;
	if (!err)
		err = sync_directory(journal->path);
	if (err)
		return err;
	memcpy(journal->state.head, header.hash, sizeof(header.hash));
	journal->size = sizeof(buf);
	journal->fd = vdt_steal_fd(&fd);
	return 0;
}

static int create_chain(struct vdt_journal *journal)
{
	int err;

	memset(&journal->state, 0, sizeof(journal->state));
	err = vdt_random(journal->state.unit, sizeof(journal->state.unit));
	return err ? err : create_file(journal);
}

/* Go on in the file that is there, without what stands behind journal->state. */
static int continue_file(struct vdt_journal *journal)
{
	journal->fd = open(journal->path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
	if (journal->fd < 0)
		return -errno;
	journal->size = journal->state.offset;
	if (journal->state.state == VDT_AUDIT_TRUNCATED &&
	    (ftruncate(journal->fd, (off_t)journal->size) || fsync(journal->fd)))
		return -errno;
	return 0;
}

static int rename_suffixed(const struct vdt_journal *journal, const char *from, const char *to)
{
	char old[PATH_MAX], new[PATH_MAX];

	snprintf(old, sizeof(old), "%s%s", journal->path, from);
	snprintf(new, sizeof(new), "%s%s", journal->path, to);
	return rename(old, new) && errno != ENOENT ? -errno : 0;
}

/* The reader takes the two files under their new name as it took them under the old. */
static int put_aside(struct vdt_journal *journal, char *suffix, size_t size)
{
	char rotated[64];
	int err;

	snprintf(suffix, size, ".bad-%llu", vdt_clock_realtime() / VDT_NS_PER_SECOND);
	snprintf(rotated, sizeof(rotated), "%s.1", suffix);
	err = rename_suffixed(journal, ".1", rotated);
	return err ? err : rename_suffixed(journal, "", suffix);
}

/* Read the log to its end, whatever that is. */
static int check_chain(struct vdt_journal *journal)
{
	struct vdt_audit_reader *reader;
	struct vdt_audit_record record;
	int err;

	err = vdt_audit_open(journal->path, &reader);
	if (err)
		return err;
	while ((err = vdt_audit_next(reader, &record)) > 0)
		if (record.kernel_seq > journal->kernel_seq &&
		    !memcmp(record.boot_id, journal->boot_id, sizeof(record.boot_id)))
			journal->kernel_seq = record.kernel_seq;
	vdt_audit_where(reader, &journal->state);
	vdt_audit_close(reader);
	return err == -EBADMSG || err == -ENODATA ? 0 : err;
}

static int resume_chain(struct vdt_journal *journal, struct vdt_audit_record *start)
{
	const struct vdt_audit_report *state = &journal->state;
	char suffix[32];
	int err;

	journal->found = state->state;
	vdt_audit_sentence(state, start->reason, sizeof(start->reason));
	switch (state->state) {
	case VDT_AUDIT_INTACT:
		return continue_file(journal);
	case VDT_AUDIT_TRUNCATED:
		start->result = VDT_AUDIT_FAILED;
		if (state->offset)
			return continue_file(journal);
		return state->seq ? create_file(journal) : create_chain(journal);
	case VDT_AUDIT_ALTERED:
		break;
	}
	start->result = VDT_AUDIT_REFUSED;
	err = put_aside(journal, suffix, sizeof(suffix));
	if (err)
		return err;
	snprintf(start->reason + strlen(start->reason),
		 sizeof(start->reason) - strlen(start->reason), "; kept as log%s, new chain",
		 suffix);
	return create_chain(journal);
}

static bool is_clock_synced(void)
{
	struct timex t = {0};

	return adjtimex(&t) != TIME_ERROR && !(t.status & STA_UNSYNC);
}

static void stamp(const struct vdt_journal *journal, struct vdt_audit_record *record)
{
	record->seq = journal->state.seq + 1;
	memcpy(record->prev, journal->state.head, sizeof(record->prev));
	memcpy(record->boot_id, journal->boot_id, sizeof(record->boot_id));
	record->flags = is_clock_synced() ? VDT_AUDIT_CLOCK_SYNCED : 0;
	if (record->boottime)
		return;
	record->boottime = vdt_clock_boottime();
	record->realtime = vdt_clock_realtime();
}

static int rotate(struct vdt_journal *journal)
{
	int err;

	err = vdt_journal_sync(journal);
	if (!err)
		err = rename_suffixed(journal, "", ".1");
	if (err)
		return err;
	close(journal->fd);
	journal->fd = -1;
	return create_file(journal);
}

/* Have an open file with room for a record, ending where the chain ends. */
static int prepare(struct vdt_journal *journal)
{
	if (journal->fd < 0)
		return create_file(journal);
	if (journal->torn && ftruncate(journal->fd, (off_t)journal->size))
		return -errno;
	journal->torn = false;
	return journal->size + VDT_AUDIT_RECORD_MAX > journal->max ? rotate(journal) : 0;
}

static int write_record(struct vdt_journal *journal, struct vdt_audit_record *record)
{
	uint8_t buf[VDT_AUDIT_RECORD_MAX];
	int err, len;

	err = prepare(journal);
	if (err)
		return err;
	stamp(journal, record);
	len = vdt_audit_put_record(record, buf);
	if (len < 0)
		return len;
	err = vdt_file_write_fd(journal->fd, buf, len);
	if (err) {
		journal->torn = true;
		return err;
	}
	journal->size += len;
	journal->dirty = true;
	journal->state.seq = record->seq;
	memcpy(journal->state.head, record->hash, sizeof(record->hash));
	return 0;
}

static int write_lost(struct vdt_journal *journal)
{
	struct vdt_audit_record record = {
		.type = VDT_AUDIT_EVENTS_LOST,
		.result = VDT_AUDIT_FAILED,
		.count = journal->lost,
		.reason = "the log could not be written",
	};
	int err;

	if (!journal->lost)
		return 0;
	err = write_record(journal, &record);
	if (!err)
		journal->lost = 0;
	return err;
}

int vdt_journal_append(struct vdt_journal *journal, struct vdt_audit_record *record)
{
	int err;

	err = write_lost(journal);
	if (!err)
		err = write_record(journal, record);
	if (err) {
		journal->lost += journal->lost < UINT32_MAX;
		return err;
	}
	if (record->kernel_seq > journal->kernel_seq)
		journal->kernel_seq = record->kernel_seq;
	return 0;
}

int vdt_journal_sync(struct vdt_journal *journal)
{
	if (!journal->dirty)
		return 0;
	if (fdatasync(journal->fd))
		return -errno;
	journal->dirty = false;
	return 0;
}

void vdt_journal_close(struct vdt_journal *journal)
{
	if (journal->fd < 0)
		return;
	vdt_journal_sync(journal);
	close(journal->fd);
	journal->fd = -1;
}

int vdt_journal_open(struct vdt_journal *journal, const char *path, const uint8_t boot_id[16])
{
	struct vdt_audit_record start = {
		.type = VDT_AUDIT_AUDIT_START, .object = "log format 1", .reason = "new chain"};
	int err;

	memset(journal, 0, sizeof(*journal));
	journal->fd = -1;
	journal->max = VDT_AUDIT_FILE_MAX;
	if (strlen(path) >= sizeof(journal->path))
		return -ENAMETOOLONG;
	memcpy(journal->path, path, strlen(path));
	memcpy(journal->boot_id, boot_id, sizeof(journal->boot_id));
	err = check_chain(journal);
	if (!err)
		err = resume_chain(journal, &start);
	else if (err == -ENOENT)
		err = create_chain(journal);
	if (!err)
		err = vdt_journal_append(journal, &start);
	return err ? err : vdt_journal_sync(journal);
}
