"""The import of Amazon's package: what it leaves behind, and whether it is still needed."""

import re
import subprocess
import sys
from importlib.metadata import files, requires
from pathlib import Path


def test_the_replacement_is_still_needed() -> None:
    """When this fails, Amazon's package can be imported as it is: remove the replacement in skill/web/sdk.py."""
    needs = " ".join(requires("ask-sdk-webservice-support") or [])
    (source,) = (file for file in files("oscrypto") or [] if file.match("_openssl/_libcrypto_cffi.py"))
    (pattern,) = re.findall(r"re\.search\('(\\\\b.*?)', version_string\)", Path(source.locate()).read_text())

    assert "certvalidator" in needs
    assert re.search(pattern.replace("\\\\", "\\"), "OpenSSL 3.0.9 30 May 2023")
    assert not re.search(pattern.replace("\\\\", "\\"), "OpenSSL 3.0.19 27 Jan 2026")


def test_the_replacement_leaves_nothing_behind() -> None:
    """Whoever wants the true certvalidator gets that one, or its own error; and freezegun is never loaded."""
    code = (
        "import sys; import skill.web.sdk as sdk;"
        "print([name for name in sys.modules if name.split('.')[0] in ('certvalidator', 'oscrypto', 'freezegun')]);"
        "print(sdk.VerificationException.__module__, sdk.WebserviceSkillHandler.__module__)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)

    assert ran.stdout.splitlines() == [
        "[]",
        "ask_sdk_webservice_support.verifier ask_sdk_webservice_support.webservice_handler",
    ]
