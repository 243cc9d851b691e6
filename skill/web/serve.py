"""
The webhook under waitress, in one process.

waitress reads a whole request before it gives it to a thread. So a caller who sends slowly holds a connection, and no
thread. docs/reliability.md compares it with other servers.
"""

import logging
import signal
import socket
import sys

import structlog
from flask import Flask
from waitress import create_server

from skill.web.app import LARGEST


THREADS = 8
CONNECTIONS = 500
"""Connections at once; select() takes 512 on Windows and 1,024 elsewhere."""
IDLE_SECONDS = 10
READ = 2 * LARGEST
"""Bytes of a body that waitress reads, into memory. It counts the lines between chunks too; app.py checks the size."""
HEAD = 16 * 1024
"""Bytes of a request's headers; Amazon's are about 1,500."""

_log = structlog.get_logger()


def serve(app: Flask, listening: socket.socket) -> None:
    """
    Answer requests on *listening* until SIGTERM or SIGINT; the requests that the threads work on are still answered.

    Raises RuntimeError for an OSError while it serves: the command takes an OSError for a wrong setting, after which
    systemd does not start the service again.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns of each request that waits for a thread
    server = create_server(
        app,
        sockets=[listening],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=IDLE_SECONDS,
        cleanup_interval=1,
        max_request_header_size=HEAD,
        max_request_body_size=READ,
        clear_untrusted_proxy_headers=False,  # skill/echo/page/access.py refuses a request that has one
        log_socket_errors=False,
        ident=None,
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    host, port = listening.getsockname()[:2]
    _log.info("listening", host=host, port=port)
    try:
        server.run()
    except OSError as error:
        raise RuntimeError("the server can't go on") from error
