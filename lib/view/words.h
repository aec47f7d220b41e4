/* SPDX-License-Identifier: BSD-3-Clause */
/* Words for people where the spec has numbers. */
#ifndef VDT_VIEW_WORDS_H
#define VDT_VIEW_WORDS_H

#include <stddef.h>
#include <stdint.h>

#define VDT_ADDRESS_WORDS 56
#define VDT_TIME_WORDS	  48

/* "tcp", "udp", "icmp", "icmpv6", else "other". */
const char *vdt_proto_words(uint8_t proto);
/* An address of 4 or 16 bytes, "?" for any other length. Returns @text. */
const char *vdt_address_words(const uint8_t *address, size_t len, char text[VDT_ADDRESS_WORDS]);
/* The same with "/bits" behind it, where those are neither none nor all. Returns @text. */
const char *vdt_network_words(const uint8_t *address, size_t len, unsigned int bits,
			      char text[VDT_ADDRESS_WORDS]);
/* "2 h 5 min". Returns @text. */
const char *vdt_time_words(uint64_t seconds, char text[VDT_TIME_WORDS]);

#endif /* VDT_VIEW_WORDS_H */
