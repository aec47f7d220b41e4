// SPDX-License-Identifier: BSD-3-Clause
/*
 * flood DEVICE udp|syn MAC TO PORT COUNT SOURCES: sends COUNT packets out of a device, or into one
 * whose name begins with tap, as fast as it can, to one IPv4 address and port, from the addresses
 * in the file SOURCES (4 bytes each), in turn. Prints the nanoseconds that it took, those of the
 * receiver included where it runs on the same processor.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/file.h"

#define SOURCES_MAX (64u << 20)
#define PAYLOAD	    18 /* bytes of UDP: with all headers the smallest frame, 60 bytes */

struct frame {
	struct ether_header ether;
	struct iphdr ip;
	union {
		struct {
			struct udphdr head;
			char payload[PAYLOAD];
		} udp;
		struct tcphdr tcp;
	};
} __attribute__((packed));

static _Noreturn void die(const char *what)
{
	perror(what);
	exit(1);
}

static uint32_t add(uint32_t sum, const void *data, size_t len)
{
	const uint8_t *bytes = data;

	for (size_t i = 0; i + 1 < len; i += 2)
		sum += (uint32_t)bytes[i] << 8 | bytes[i + 1];
	return sum;
}

static uint16_t finish(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons((uint16_t)~sum);
}

static size_t fill(struct frame *frame, int proto, const uint8_t *mac, const char *to,
		   uint16_t port)
{
	size_t body = proto == IPPROTO_UDP ? sizeof(frame->udp) : sizeof(frame->tcp);

	*frame = (struct frame){.ether = {.ether_type = htons(ETHERTYPE_IP)},
				.ip = {.version = 4,
				       .ihl = 5,
				       .ttl = 64,
				       .protocol = (uint8_t)proto,
				       .tot_len = htons((uint16_t)(sizeof(frame->ip) + body))}};
	memcpy(frame->ether.ether_dhost, mac, ETH_ALEN);
	frame->ether.ether_shost[0] = 2;
	if (inet_pton(AF_INET, to, &frame->ip.daddr) != 1)
		die("flood: the address");
	if (proto == IPPROTO_UDP) {
		frame->udp.head.dest = htons(port);
		frame->udp.head.len = htons((uint16_t)body);
	} else {
		frame->tcp.dest = htons(port);
		frame->tcp.doff = 5;
		frame->tcp.syn = 1;
		frame->tcp.window = htons(1024);
	}
	return sizeof(frame->ether) + sizeof(frame->ip) + body;
}

/* What differs from packet to packet. */
static void address(struct frame *frame, const uint8_t *source, uint32_t n)
{
	uint16_t port = (uint16_t)(1024 + n % 60000);
	uint32_t sum;

	memcpy(&frame->ip.saddr, source, sizeof(frame->ip.saddr));
	frame->ip.check = 0;
	frame->ip.check = finish(add(0, &frame->ip, sizeof(frame->ip)));
	if (frame->ip.protocol == IPPROTO_UDP) {
		frame->udp.head.source = htons(port); /* no checksum */
		return;
	}
	frame->tcp.source = htons(port);
	frame->tcp.seq = n * 2654435761u;
	frame->tcp.check = 0;
	sum = IPPROTO_TCP + sizeof(frame->tcp);
	sum = add(sum, &frame->ip.saddr, 8);
	frame->tcp.check = finish(add(sum, &frame->tcp, sizeof(frame->tcp)));
}

/* What is written comes in by the device, without a sender whose cost would be counted too. */
static int open_tap(const char *device)
{
	struct ifreq request = {.ifr_flags = IFF_TAP | IFF_NO_PI};
	int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);

	strncpy(request.ifr_name, device, sizeof(request.ifr_name) - 1);
	if (fd < 0 || ioctl(fd, TUNSETIFF, &request))
		die("flood: the device");
	return fd;
}

static int open_device(const char *device)
{
	struct sockaddr_ll at = {.sll_family = AF_PACKET,
				 .sll_protocol = htons(ETHERTYPE_IP),
				 .sll_ifindex = (int)if_nametoindex(device)};
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0), on = 1;

	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof(at)) ||
	    setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof(on)))
		die("flood: the device");
	return fd;
}

/* When the queue of the receiver is full, its processor is given time to empty it. */
static void put(int fd, const struct frame *frame, size_t len)
{
	while (write(fd, frame, len) < 0) {
		if (errno != ENOBUFS)
			die("flood: send");
		sched_yield();
	}
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

int main(int argc, char **argv)
{
	struct frame frame;
	uint8_t mac[ETH_ALEN], *sources;
	uint32_t count, n;
	size_t len, size;
	uint64_t begin;
	int fd;

	if (argc != 8 || sscanf(argv[3], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &mac[0], &mac[1], &mac[2],
				&mac[3], &mac[4], &mac[5]) != ETH_ALEN) {
		fputs("usage: flood DEVICE udp|syn MAC TO PORT COUNT SOURCES\n", stderr);
		return 2;
	}
	len = fill(&frame, strcmp(argv[2], "syn") ? IPPROTO_UDP : IPPROTO_TCP, mac, argv[4],
		   (uint16_t)atoi(argv[5]));
	count = (uint32_t)strtoul(argv[6], NULL, 10);
	if (vdt_file_read(argv[7], SOURCES_MAX, &sources, &size) || size < 4)
		die("flood: the sources");
	fd = strncmp(argv[1], "tap", 3) ? open_device(argv[1]) : open_tap(argv[1]);
	begin = now();
	for (n = 0; n < count; n++) {
		address(&frame, sources + n % (size / 4) * 4, n);
		put(fd, &frame, len);
	}
	printf("%llu\n", (unsigned long long)(now() - begin));
	free(sources);
	close(fd);
	return 0;
}
