"""What can be wrong with a table of many rows: code → words."""

from scoring.message import Message

TABLE: dict[str, Message] = {
    "table-kind": Message(
        "this is no table but a {found}",
        "这不是表格，而是{found}",
        "give a table of pyarrow, Polars or pandas, or a DuckDB relation",
        "请提供pyarrow、Polars或pandas的表格，或DuckDB的relation",
    ),
    "table-columns": Message(
        "the table has no column for {names}",
        "表格缺少以下数据的列：{names}",
        "add the columns, empty where a figure is not known",
        "请补上这些列，数据未知处留空",
    ),
    "table-twice": Message(
        "the columns '{first}' and '{second}' both mean {name}",
        "列“{first}”和“{second}”都指{name}",
        "keep one of them",
        "请只保留其中一列",
    ),
    "table-column": Message(
        "column '{name}' is of type {found}, which holds no figure",
        "列“{name}”的类型为{found}，不能存放数据",
        "make it numbers, decimals, dates, text or truth values",
        "请改为数、十进制数、日期、文本或真假值",
    ),
    "table-digits": Message(
        "'{name}' has more digits than a column of numbers takes",
        "“{name}”的位数超出了数值列的容量",
        "score the row alone, or round the figure or the score in the ruleset",
        "请单独为该行评分，或在规则集中对数据或得分取整",
    ),
}
