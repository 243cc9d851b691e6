"""
The import of Amazon's package ask-sdk-webservice-support.

All other modules import WebserviceSkillHandler and VerificationException from here. The package's own verifier is not
used: verify.py checks requests.

Why: version 1.3.3 of the package imports certvalidator, which imports oscrypto 1.3.0. That reads one digit of each part
of OpenSSL's version, so it raises LibraryNotFoundError on 3.0.10 and every later patch with two digits
(github.com/wbond/oscrypto, issues 75 and 78: fixed in its repository in 2023, never released). We need no part of
certvalidator, so an empty module replaces it during the import. tests/web/test_sdk.py fails as soon as oscrypto is
fixed; then this file can go.
"""

import sys
from types import ModuleType


def _stand_in() -> dict[str, ModuleType]:
    """Make an empty certvalidator with the names that the package imports."""
    validator = ModuleType("certvalidator")
    errors = ModuleType("certvalidator.errors")
    validator.CertificateValidator = None  # type: ignore[attr-defined]
    errors.ValidationError = errors.PathError = Exception  # type: ignore[attr-defined]
    return {"certvalidator": validator, "certvalidator.errors": errors}


_STAND_IN = _stand_in()
_REAL = {name: sys.modules[name] for name in _STAND_IN if name in sys.modules}

sys.modules.update(_STAND_IN)
try:
    from ask_sdk_webservice_support.verifier import VerificationException
    from ask_sdk_webservice_support.webservice_handler import WebserviceSkillHandler
finally:
    for _name in _STAND_IN:
        del sys.modules[_name]
    sys.modules.update(_REAL)

__all__ = ["VerificationException", "WebserviceSkillHandler"]
