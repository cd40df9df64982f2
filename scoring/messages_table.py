"""What can be wrong with a table of many rows: code → words."""

from scoring.message import Message

TABLE: dict[str, Message] = {
    "table-kind": Message(
        "this is no table but a {found}",
        "这不是表格，而是{found}",
        "give a table of pyarrow, Polars or pandas, or a DuckDB relation",
        "请提供pyarrow、Polars或pandas的表格，或DuckDB的relation",
    ),
    "table-unread": Message(
        "the table cannot be read: {why}",
        "无法读取表格：{why}",
        "give every column values of one kind that Arrow has a type for, or texts",
        "请让每列只含一种Arrow支持的值，或一律改为文本",
    ),
    "table-names": Message(
        "the table has several columns called {names}",
        "表格中有多列同名：{names}",
        "keep one of each name",
        "同名的列请只保留一列",
    ),
    "table-columns": Message(
        "the table has no column for {names}",
        "表格缺少以下数据的列：{names}",
        "add the columns, empty where a figure is not known",
        "请补上这些列，数据未知处留空",
    ),
    "table-column-near": Message(
        "'{found}' is the name of no figure",
        "“{found}”不是任何数据的名称",
        "write the name of the figure as the ruleset does",
        "请按规则集中的名称填写",
    ),
    "table-twice": Message(
        "the columns '{first}' and '{second}' both mean {name}",
        "列“{first}”和“{second}”都指{name}",
        "keep one of them",
        "请只保留其中一列",
    ),
    "table-drawn": Message(
        "with {numbers} this is no ruleset",
        "取{numbers}时，这份规则集不成立",
        "draw numbers that could be written there",
        "请只取可以写在该处的数",
    ),
    "table-drawn-alike": Message(
        "with {numbers} this is no ruleset, as in row {row}",
        "取{numbers}时，这份规则集不成立，原因与第{row}行相同",
        "rows count from 0; draw numbers that could be written there",
        "行号从0起；请只取可以写在该处的数",
    ),
    "table-drawn-both": Message(
        "column '{name}' is both a figure and a number written in the ruleset",
        "列“{name}”既是数据的名称，又指规则集中写明的数",
        "give the one that is meant another of its names: {figure}, or {parameter}",
        "请用所指一项的其他名称：{figure}，或{parameter}",
    ),
    "table-drawn-unknown": Message(
        "column '{name}' means no number written in the ruleset",
        "列“{name}”不指规则集中写明的任何数",
        "ruleset.parameters() lists them; rename a column that means something else",
        "ruleset.parameters()列出全部名称；若该列另有含义，请改名",
    ),
    "draws-length": Message(
        "a study needs cases and equally many drawn numbers of each name, not {lengths}",
        "敏感性分析需要至少一个单位，且每个名称抽取的个数相同，现为{lengths}",
        "draw each name equally often: numpy.random.default_rng(1).normal(0.9, 0.02, 10_000).round(4)",
        "各名称抽取的个数应相同，如numpy.random.default_rng(1).normal(0.9, 0.02, 10_000).round(4)",
    ),
    "table-drawn-run": Message(
        "the ruleset takes figures over all cases, and rows with drawn numbers are no run together",
        "规则集用到全部单位的数据，而抽取数各异的行不能合为一次评价",
        "use ruleset.sensitivity(cases, draws), in which every draw is a run of its own",
        "请用ruleset.sensitivity(cases, draws)，每次抽取单独评价",
    ),
    "table-drawn-digits": Message(
        "column '{name}' holds numbers such as {number}, of more than {places} decimals",
        "列“{name}”中有{number}这样的数，小数超过{places}位",
        "round what is drawn, for example to 4 places: numpy.round(draws, 4)",
        "请先对抽取的数取整，例如保留4位：numpy.round(draws, 4)",
    ),
    "table-drawn-percent": Message(
        "column '{name}' holds {number}, which is {percent}%",
        "列“{name}”中有{number}，即{percent}%",
        "give a percentage as a ratio, 0.9 for 90%",
        "百分数请写成比值，90%写作0.9",
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
