"""What must hold: SHACL shapes, one file per subject, and the validator that applies them."""

from shapes.report import Finding, Report, Severity
from shapes.validator import Rule, Validator, files, load, rules

__all__ = ["Finding", "Report", "Rule", "Severity", "Validator", "files", "load", "rules"]
