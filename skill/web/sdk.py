"""
Amazon's webservice package, importable.

Rule 1: the rest of the house imports WebserviceSkillHandler and VerificationException from here.
Rule 2: nothing of the package's own verifier is used: verify.py checks requests.

Why: ask-sdk-webservice-support 1.3.3 imports certvalidator, which imports oscrypto 1.3.0, which reads
OpenSSL's version with one digit a part, and so raises LibraryNotFoundError on 3.0.10 and every later patch of
two digits (github.com/wbond/oscrypto, issues 75 and 78: mended in its repository in 2023, released never).
We need no part of certvalidator, so an empty one stands in while the package is imported.
tests/web/test_shim.py fails as soon as that is mended, and then this file goes.
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
