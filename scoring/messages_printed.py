"""What can be wrong when a ruleset is printed as an indicator table: code → words."""

from scoring.message import Message

PRINTED: dict[str, Message] = {}
