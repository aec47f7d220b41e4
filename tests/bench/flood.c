// SPDX-License-Identifier: BSD-3-Clause
/*
 * flood DEVICE udp|syn MAC TO PORT COUNT SOURCES: sends COUNT packets out of a device, or into one
 * whose name begins with tap, as fast as it can, to one address and port, from the addresses in the
 * file SOURCES in turn, which are of the same family (4 or 16 bytes each). Prints the nanoseconds
 * that it took, those of the receiver included where it runs on the same processor.
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
#include <netinet/ip6.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/file.h"

#define SOURCES_MAX (64u << 20)
#define PAD	    2  /* of every frame */
#define PAYLOAD	    18 /* bytes of UDP: with all headers the smallest frame, 60 bytes */

struct frame {
	_Alignas(4)
		uint8_t data[128]; /* begins with PAD bytes, so that the header of IP is aligned */
	size_t len;
	struct iphdr *ip;   /* NULL: IPv6 */
	uint8_t *addresses; /* source and destination, one behind the other */
	size_t address_len;
	struct udphdr *udp; /* one of them is NULL */
	struct tcphdr *tcp;
	size_t body; /* length from their header on */
};

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

static void *append(struct frame *frame, size_t len)
{
	void *header = frame->data + PAD + frame->len;

	frame->len += len;
	return header;
}

static void fill_ip(struct frame *frame, uint8_t proto, const char *to)
{
	struct ether_header *ether = (struct ether_header *)(frame->data + PAD);
	bool v6 = strchr(to, ':');

	if (v6) {
		struct ip6_hdr *ip = append(frame, sizeof(*ip));

		ip->ip6_flow = htonl(6u << 28);
		ip->ip6_plen = htons((uint16_t)frame->body);
		ip->ip6_nxt = proto;
		ip->ip6_hlim = 64;
		frame->addresses = (uint8_t *)&ip->ip6_src;
		frame->address_len = sizeof(ip->ip6_src);
	} else {
		frame->ip = append(frame, sizeof(*frame->ip));
		*frame->ip = (struct iphdr){.version = 4, .ihl = 5, .ttl = 64, .protocol = proto};
		frame->ip->tot_len = htons((uint16_t)(sizeof(*frame->ip) + frame->body));
		frame->addresses = (uint8_t *)&frame->ip->saddr;
		frame->address_len = sizeof(frame->ip->saddr);
	}
	ether->ether_type = htons(v6 ? ETHERTYPE_IPV6 : ETHERTYPE_IP);
	if (inet_pton(v6 ? AF_INET6 : AF_INET, to, frame->addresses + frame->address_len) != 1)
		die("flood: the address");
}

static void fill(struct frame *frame, bool udp, const uint8_t *mac, const char *to, uint16_t port)
{
	struct ether_header *ether = append(frame, sizeof(*ether));

	memcpy(ether->ether_dhost, mac, ETH_ALEN);
	ether->ether_shost[0] = 2;
	frame->body = udp ? sizeof(*frame->udp) + PAYLOAD : sizeof(*frame->tcp);
	fill_ip(frame, udp ? IPPROTO_UDP : IPPROTO_TCP, to);
	if (udp) {
		frame->udp = append(frame, frame->body);
		frame->udp->dest = htons(port);
		frame->udp->len = htons((uint16_t)frame->body);
	} else {
		frame->tcp = append(frame, frame->body);
		frame->tcp->dest = htons(port);
		frame->tcp->doff = 5;
		frame->tcp->syn = 1;
		frame->tcp->window = htons(1024);
	}
}

/* Of the body and what it is sent with. */
static uint16_t checksum(const struct frame *frame)
{
	uint32_t sum = (frame->udp ? IPPROTO_UDP : IPPROTO_TCP) + (uint32_t)frame->body;

	sum = add(sum, frame->addresses, 2 * frame->address_len);
	return finish(add(sum, frame->data + PAD + frame->len - frame->body, frame->body));
}

/* What differs from packet to packet. */
static void address(struct frame *frame, const uint8_t *source, uint32_t n)
{
	uint16_t port = htons((uint16_t)(1024 + n % 60000));

	memcpy(frame->addresses, source, frame->address_len);
	if (frame->ip) {
		frame->ip->check = 0;
		frame->ip->check = finish(add(0, frame->ip, sizeof(*frame->ip)));
	}
	if (frame->udp) {
		frame->udp->source = port;
		frame->udp->check = 0; /* none, of IPv4 */
		if (!frame->ip)
			frame->udp->check = checksum(frame);
	} else {
		frame->tcp->source = port;
		frame->tcp->seq = n * 2654435761u;
		frame->tcp->check = 0;
		frame->tcp->check = checksum(frame);
	}
}

/*
 * What is written comes in by the device, without a sender whose cost would be counted too. Only
 * where it does not block does tun run XDP as other drivers do, before it makes an skb.
 */
static int open_tap(const char *device)
{
	struct ifreq request = {.ifr_flags = IFF_TAP | IFF_NO_PI};
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);

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
static void put(int fd, const struct frame *frame)
{
	while (write(fd, frame->data + PAD, frame->len) < 0) {
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
	struct frame frame = {};
	uint8_t mac[ETH_ALEN], *sources;
	uint32_t count, n;
	size_t size, at;
	uint64_t begin;
	int fd;

	if (argc != 8 || sscanf(argv[3], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &mac[0], &mac[1], &mac[2],
				&mac[3], &mac[4], &mac[5]) != ETH_ALEN) {
		fputs("usage: flood DEVICE udp|syn MAC TO PORT COUNT SOURCES\n", stderr);
		return 2;
	}
	fill(&frame, strcmp(argv[2], "syn"), mac, argv[4], (uint16_t)atoi(argv[5]));
	count = (uint32_t)strtoul(argv[6], NULL, 10);
	if (vdt_file_read(argv[7], SOURCES_MAX, &sources, &size) || size < frame.address_len)
		die("flood: the sources");
	fd = strncmp(argv[1], "tap", 3) ? open_device(argv[1]) : open_tap(argv[1]);
	begin = now();
	for (n = 0; n < count; n++) {
		at = n % (size / frame.address_len) * frame.address_len;
		address(&frame, sources + at, n);
		put(fd, &frame);
	}
	printf("%llu\n", (unsigned long long)(now() - begin));
	free(sources);
	close(fd);
	return 0;
}
