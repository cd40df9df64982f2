"""What can be wrong when a ruleset is printed as an indicator table: code → words."""

from scoring.message import Message

PRINTED: dict[str, Message] = {
    "docs-word": Message(
        "an indicator table is not written as a document of Word, as '{name}' asks for",
        "指标表不能直接写成Word文件“{name}”",
        "write it as .html, open that in Word and save it as .docx; the suffixes are {known}",
        "请写成.html，用Word打开后另存为.docx；可用的后缀：{known}",
    ),
}
