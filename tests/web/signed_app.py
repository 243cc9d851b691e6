"""The command `gentle-roller`, but its webhook trusts the root in the folder TEST_PKI: there is no setting for that."""

import os
import sys
from pathlib import Path
from typing import Any

from cryptography import x509
from flask import Flask


sys.path.insert(0, str(Path(__file__).parents[2]))

from skill import web
from skill.__main__ import main
from skill.web.app import create_app


def create(*settings: Any) -> Flask:
    """Compose the webhook; every certificate file comes from TEST_PKI too."""
    folder = Path(os.environ["TEST_PKI"])
    root = x509.load_pem_x509_certificate((folder / "root.pem").read_bytes())
    return create_app(*settings, roots=[root], fetch=lambda address: (folder / "chain.pem").read_bytes())


if __name__ == "__main__":
    web.create_app = create
    sys.exit(main())
