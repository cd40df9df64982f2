"""What can be wrong with a case that is changed in a page: code → words; the other codes are those of any case."""

from scoring.message import Message

SCRIPT: dict[str, Message] = {
    "calculator-records": Message(
        "the page is made for {count} record(s) of '{name}', not for {found}",
        "本页面按“{name}”有{count}条记录制作，现有{found}条",
        "nodes are made of these records: change the case file and write the report anew",
        "指标由这些记录生成：请修改案例文件后重新生成报告",
    ),
}
"""Every such message by its code."""
