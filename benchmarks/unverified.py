"""
A Flask app that echoes JSON and checks nothing: the cost of the server itself.

python -m benchmarks.unverified PORT
"""

import socket
import sys

from flask import Flask, Response, jsonify, request

from skill.web.serve import serve


app = Flask(__name__)


@app.post("/")
def echo() -> Response:
    """Return the request of the envelope that was posted."""
    return jsonify(request.get_json()["request"])


@app.get("/health")
def health() -> str:
    """Return "ok", as soon as the server answers."""
    return "ok"


if __name__ == "__main__":
    serve(app, socket.create_server(("127.0.0.1", int(sys.argv[1]))))
