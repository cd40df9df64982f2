"""Tests of a policy: files of them, and what Python tests need."""
