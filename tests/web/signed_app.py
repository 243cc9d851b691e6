"""The webhook as it is served, but for whom it trusts: there is no setting for that, so a test has a factory."""

import os
from pathlib import Path

from cryptography import x509
from flask import Flask

from skill.web import create_app


def create() -> Flask:
    """Trust the root in the folder TEST_PKI, and fetch every certificate file from there."""
    folder = Path(os.environ["TEST_PKI"])
    root = x509.load_pem_x509_certificate((folder / "root.pem").read_bytes())
    return create_app(roots=[root], fetch=lambda address: (folder / "chain.pem").read_bytes())
