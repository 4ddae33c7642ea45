"""Ports for servers that tests start as processes."""

import random
import socket

_chosen = random.SystemRandom()
OURS = range(10_000, 30_000)
"""Below those that the kernel gives to clients, so that no connection takes one between our look and the server's."""


def free_port() -> int:
    """A port that nobody listens to on this machine."""
    while True:
        port = _chosen.choice(OURS)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
