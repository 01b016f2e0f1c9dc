"""What must hold: SHACL shapes, one file per subject, and the validator that applies them."""

from shapes.report import Finding, Report, Severity
from shapes.validator import Validator, files, load

__all__ = ["Finding", "Report", "Severity", "Validator", "files", "load"]
