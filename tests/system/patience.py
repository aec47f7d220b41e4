# SPDX-License-Identifier: BSD-3-Clause
"""Waiting for packets that may never come. Time in which this process could not run does not count: when the machine stood
still for seconds, the clocks went on, and what was sent is not there yet."""
import select

MOMENT = 0.1  # seconds


def is_ready(sock, seconds, event=select.POLLIN):
    """Whether the event came, or an error, in so many seconds of such moments."""
    poll = select.poll()
    poll.register(sock, event)
    return any(poll.poll(MOMENT * 1000) for _ in range(round(seconds / MOMENT)))
