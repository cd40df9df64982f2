"""What can be wrong when a ruleset is printed as an indicator table: code → words."""

from scoring.message import Message

PRINTED: dict[str, Message] = {
    "docs-needs": Message(
        "writing '{name}' needs {library}, which is not installed",
        "写出“{name}”需要{library}，尚未安装",
        "pip install 'declarative-scoring[excel]'",
        "请运行：pip install 'declarative-scoring[excel]'",
    ),
}
