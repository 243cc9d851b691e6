"""Moto's DynamoDB under waitress, on the listening socket whose file descriptor is the first argument."""

import socket
import sys

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from waitress import serve


serve(DomainDispatcherApplication(create_backend_app), sockets=[socket.socket(fileno=int(sys.argv[1]))], threads=20)
