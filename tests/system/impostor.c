// SPDX-License-Identifier: BSD-3-Clause
/*
 * impostor-ACTION: stands in the place of a process of ours and does what ACTION says with its
 * control channel. Without arguments, as whoever starts it gives it those of the process.
 */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CHANNEL = 3 };

static __attribute__((unused)) void garbage(void)
{
	char bytes[4096];

	memset(bytes, 0xa5, sizeof(bytes));
	send(CHANNEL, bytes, sizeof(bytes), 0);
}

/* HELLO, which only vedetted may send. */
static __attribute__((unused)) void hello(void)
{
	const char message[16] = {[4] = 8};

	send(CHANNEL, message, sizeof(message), 0);
}

static __attribute__((unused)) void leave(void)
{
	close(CHANNEL);
}

int main(void)
{
	sleep(1); /* so that it is seen to live */
	ACTION();
	pause();
	return 0;
}
