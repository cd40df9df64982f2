"""Declarative scoring rules."""
