"""Templates: a workbook to fill in, made from a ruleset; `scoring.sheet_template` reads it back."""
