"""A ruleset as the indicator table that people print: what stands in it, in words, before any format."""
