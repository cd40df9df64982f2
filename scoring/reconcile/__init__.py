"""Printed tables: every printed number against the computed one, and the table against itself."""
