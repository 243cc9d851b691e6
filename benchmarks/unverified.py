"""A Flask app that echoes JSON and checks nothing: what the server itself costs."""

from flask import Flask, Response, jsonify, request


app = Flask(__name__)


@app.post("/")
def echo() -> Response:
    """Give back the request that came."""
    return jsonify(request.get_json()["request"])
