"""What must hold: SHACL shapes, one file per subject, and the validator that applies them.

The validator is read when it is first asked for: who only cuts a sentence out of a text does not wait for SHACL.
"""

from typing import TYPE_CHECKING, Any

from shapes.report import Finding, Report, Severity

if TYPE_CHECKING:
    from shapes.validator import Rule, Validator, files, load, rules

__all__ = ["Finding", "Report", "Rule", "Severity", "Validator", "files", "load", "rules"]

_LATER = frozenset({"Rule", "Validator", "files", "load", "rules"})


def __getattr__(name: str) -> Any:  # PEP 562
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from shapes import validator

    return getattr(validator, name)
