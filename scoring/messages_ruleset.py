"""What can be wrong in a ruleset: code → words, sorted by topic."""

from scoring.message import Message

RULESET: dict[str, Message] = {}
