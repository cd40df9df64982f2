"""What can be wrong with a template, filled in or to be made: code → words."""

from scoring.message import Message

TEMPLATE: dict[str, Message] = {
    "template-key": Message(
        "the hidden sheet of this template is not as it was written: {why}",
        "模板的隐藏工作表已被改动：{why}",
        "make a new template with 'scoring template', and copy what was filled in over into it",
        "请用“scoring template”重新生成模板，再把已填内容复制过去",
    ),
    "template-sheet": Message(
        "the sheet '{name}' of the template is not there",
        "缺少模板的工作表“{name}”",
        "give the sheet its old name again; there are: {names}",
        "请把工作表改回原名；现有：{names}",
    ),
    "template-heading": Message(
        "the column '{heading}' of the template is not there",
        "缺少模板的“{heading}”列",
        "write '{heading}' above the column again, in the first row",
        "请在第一行的列名处重新写上“{heading}”",
    ),
    "template-no-case": Message(
        "no case is named here",
        "没有填写被评单位",
        "write an id or a name below the headings, one row a case",
        "请在列名下填写编号或名称，每个单位一行",
    ),
    "template-which-case": Message(
        "this row does not say which case it is about",
        "这一行没有写明是哪个单位",
        "write one of: {names}",
        "请填写其中一个：{names}",
    ),
    "template-case": Message(
        "'{name}' is none of the cases of this workbook",
        "“{name}”不在本工作簿的被评单位之列",
        "write one of: {names}; or add it to the sheet of cases",
        "请填写其中一个：{names}；或在被评单位表中补上",
    ),
    "template-row": Message(
        "this row does not say what it is about: '{heading}' is empty",
        "这一行没有写明对象：“{heading}”为空",
        "fill it in, or clear the row",
        "请补填，或清空这一行",
    ),
    "template-row-twice": Message(
        "'{name}' is given a second time for this case; the first is at {first}",
        "“{name}”在这个单位重复填写，第一次在{first}",
        "clear one of the two rows",
        "请清空其中一行",
    ),
    "template-reason": Message(
        "a reason for '{name}', but no points",
        "“{name}”写了理由，却没有填分数",
        "fill in the points, or clear the reason",
        "请填写分数，或清空理由",
    ),
    "template-list": Message(
        "'{name}' is no list of this template",
        "“{name}”不是本模板的清单",
        "write one of: {names}",
        "请填写其中一个：{names}",
    ),
    "template-list-entries": Message(
        "'{name}' is said to have no entries, but {entry} is one",
        "“{name}”写明没有记录，但{entry}有一条",
        "delete one of the two",
        "请删除其中一处",
    ),
    "template-other": Message(
        "this template was made for the ruleset '{made}', not for '{ruleset}'",
        "这份模板是为规则集“{made}”制作的，不是“{ruleset}”",
        "score it by '{made}', or make a template for '{ruleset}': scoring template RULESET --cases FILE -o NEW.xlsx",
        "请用“{made}”评分；或为“{ruleset}”重新生成：scoring template RULESET --cases FILE -o NEW.xlsx",
    ),
    "template-version": Message(
        "the ruleset was changed since this template was made: then {made}, now {now}",
        "模板生成之后规则集有改动：当时为{made}，现在为{now}",
        "see whether figures still mean the same; 'scoring template RULESET --cases FILE -o NEW.xlsx' takes them over",
        "请核对各项数据的含义是否未变；用“scoring template RULESET --cases FILE -o NEW.xlsx”可转入新模板",
    ),
    "template-cells": Message(
        "the sheet '{name}' would have {count} cells, more than the {limit} that can be read back",
        "工作表“{name}”将有{count}个单元格，超过可读取的{limit}个",
        "make a template for fewer cases at a time, or write --wide, or take CSV for so many",
        "请减少一次的单位数量，或使用--wide；单位很多时请用CSV",
    ),
    "template-format": Message(
        "a template is a workbook: '{name}' does not end in .xlsx",
        "模板是工作簿：“{name}”的扩展名不是.xlsx",
        "write -o NAME.xlsx",
        "请写 -o 名称.xlsx",
    ),
}
