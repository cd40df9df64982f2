"""What can be wrong with a table of printed scores: code → words."""

from scoring.message import Message

RECONCILE: dict[str, Message] = {
    "published-suffix": Message(
        "'{name}' is no table of printed scores",
        "“{name}”不是所印得分的表",
        "give a .csv, .xlsx or .ods file; file.xlsx#SHEET names a sheet",
        "请用.csv、.xlsx或.ods文件；file.xlsx#工作表名 指定工作表",
    ),
    "published-template": Message(
        "this is a sheet that was filled in with facts, not a table of printed scores",
        "这是填好的数据表，不是所印得分的表",
        "give it as CASES; PUBLISHED is the printed table, and file.xlsx#SHEET names one sheet of a workbook",
        "它应作为CASES；PUBLISHED是所印的表，可用 文件.xlsx#工作表名 指定一个工作表",
    ),
    "published-empty": Message(
        "the table prints no number",
        "表中没有任何所印的数",
        "write one row an indicator and one column a case, or the other way round",
        "请每行写一个指标、每列写一个单位，或行列互换",
    ),
    "published-shape": Message(
        "neither the headings nor the first column name cases and indicators",
        "标题行和第一列中都认不出单位和指标",
        "head the columns with the ids or names of the cases ({cases}) and begin each row with the code, name or path "
        "of an indicator, or the other way round; or write the columns case, indicator, score",
        "请以单位的编号或名称（{cases}）为列标题，每行以指标的编号、名称或路径开头，或行列互换；"
        "也可以写“单位、指标、得分”三列",
    ),
    "published-one-case": Message(
        "the table has scores of one case, and the cases are several",
        "表中只有一个单位的得分，而案例文件有多个单位",
        "add a column 'case', or head the column of scores with the id of its case: {cases}",
        "请加一列“单位”，或以单位编号作得分列的标题：{cases}",
    ),
    "published-case": Message(
        "there is no case '{name}' among the cases",
        "案例文件中没有单位“{name}”",
        "write the id or the name of one of: {cases}",
        "请写其中一个的编号或名称：{cases}",
    ),
    "published-indicator": Message(
        "the ruleset has no indicator '{name}'",
        "规则集中没有指标“{name}”",
        "write its code, printed name or path; 'total', 'grade', 'weight' and 'contribution' are known too; head "
        "columns and begin rows that are not to be read with 'note'",
        "请写指标的编号、名称或路径；也可以写“总分”“等级”“权重”“加权得分”；不用读的列请以“备注”为标题，不用读的行请以“备注”开头",
    ),
    "published-ambiguous": Message(
        "'{name}' fits several indicators",
        "“{name}”对应多个指标",
        "write one of: {candidates}",
        "请写其中一个：{candidates}",
    ),
    "published-number": Message(
        "'{text}' is no number",
        "“{text}”不是数",
        "write it like 9.52 or 1,922.00; leave the cell empty, or write –, where nothing is printed",
        "请写成9.52或1,922.00；没有印出的请留空，或写“–”",
    ),
    "published-grade": Message(
        "the ruleset has no grade '{text}'",
        "规则集中没有等级“{text}”",
        "write one of: {grades}; leave the cell empty, or write –, where nothing is printed",
        "请写其中一个：{grades}；没有印出的请留空，或写“–”",
    ),
    "published-percent": Message(
        "'{text}' is a percentage, and here stand points",
        "“{text}”是百分数，而这里应是分数",
        "write the points as printed; only weights may be percentages",
        "请按所印写分数；只有权重可以写百分数",
    ),
    "published-twice": Message(
        "{name} is printed twice",
        "{name}出现了两次",
        "the first one stands at {first}; delete one of them",
        "第一次在{first}；请删去其中一个",
    ),
    "published-heading": Message(
        "a number stands in a column without a heading",
        "这个数所在的列没有标题",
        "give the column a heading, 'note' if it is not to be read",
        "请为该列写标题；不用读的列写“备注”",
    ),
    "published-row": Message(
        "a number stands in a row that names nothing",
        "这个数所在的行没有写明是什么",
        "begin the row with an indicator or a case",
        "请在行首写指标或单位",
    ),
    "published-nothing": Message(
        "'{row}' has no number '{column}'",
        "“{row}”没有“{column}”这样的数",
        "points and losses are of indicators, weights and contributions of cases; of all cases together write "
        "'portfolio'",
        "分值和扣分属于指标，权重和加权得分属于单位；全部单位合在一起的写“汇总”",
    ),
    "published-no-portfolio": Message(
        "a number of all cases together is printed, and the ruleset has no 'portfolio'",
        "印有全部单位合在一起的数，而规则集没有portfolio",
        "say in the ruleset how cases are weighted: portfolio: {{weight: …}}; or leave out these numbers",
        "请在规则集中写明各单位如何加权：portfolio: {{weight: …}}；或删去这些数",
    ),
    "reconcile-output": Message(
        "a workbook is written to a file",
        "工作簿要写到文件中",
        "add -o FILE.xlsx",
        "请加上 -o 文件.xlsx",
    ),
}
