"""What must hold: SHACL shapes, one file per subject, and the validator that applies them."""
