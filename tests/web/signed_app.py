"""
The command `gentle-roller`, but its webhook trusts the root in the folder TEST_PKI: there is no setting for that.

The file `ahead` there, if it is there, says by how many seconds the webhook's clock is wrong.
"""

import os
import sys
import time
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

    def now() -> float:
        ahead = folder / "ahead"
        return time.time() + (float(ahead.read_text()) if ahead.exists() else 0.0)

    return create_app(*settings, roots=[root], fetch=lambda address: (folder / "chain.pem").read_bytes(), now=now)


if __name__ == "__main__":
    web.create_app = create
    sys.exit(main())
