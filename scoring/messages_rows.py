"""What can be wrong with lists that stand in a table of their own: code → words."""

from scoring.message import Message

_SAID: dict[str, Message] = {
    "rows-lists": Message(
        "it is not said which list stands in which table",
        "没有写明哪个列表在哪张表中",
        "write lists: {{projects: {{from: projects.csv, case: unit}}}}",
        "请写 lists: {{projects: {{from: projects.csv, case: 单位}}}}",
    ),
    "rows-from": Message(
        "it is not said in which table the list '{list}' stands",
        "没有写明列表“{list}”在哪张表中",
        "write {list}: {{from: projects.csv, case: unit}}; 'case' is the heading of the column that names the case",
        "请写 {list}: {{from: projects.csv, case: 单位}}，case写案例所在列的列名",
    ),
    "rows-path": Message(
        "'{path}' is no file beside this one",
        "“{path}”不在本文件所在的文件夹中",
        "name a file in the same folder or in one below it, with slashes: projects.csv, tables/ledger.xlsx#Sheet1",
        "请写同一文件夹或其下级文件夹中的文件，用斜杠分隔：projects.csv、表格/台账.xlsx#附表3",
    ),
    "rows-suffix": Message(
        "'{path}' is no table that can be read",
        "“{path}”不是可以读取的表格",
        "a list stands in a .csv, .xlsx or .ods file, or in a folder that has a .csv file of its name",
        "列表应在.csv、.xlsx或.ods文件中，或在含有同名.csv文件的文件夹中",
    ),
    "rows-columns": Message(
        "no column is named",
        "没有写任何列",
        "write field: heading, such as columns: {{paid: amount paid}}, or delete 'columns'",
        "请写“字段: 列名”，例如 columns: {{paid: 已支付}}，或删去columns",
    ),
    "rows-headings": Message(
        "'{value}' is no number of a row",
        "“{value}”不是行号",
        "write the number of the row in which the headings stand, such as headings: 3",
        "请写列名所在的行号，例如 headings: 3",
    ),
    "rows-texts": Message(
        "'{key}' should be a text",
        "“{key}”应为文字",
        "write headings, fields and names as the table, the ruleset and the cases have them",
        "列名、字段和名称请按表格、规则集和案例中的写法填写",
    ),
    "rows-leave-out": Message(
        "it is not said which rows are left out",
        "没有写明不计入哪些行",
        "write heading: [text, …], such as leave_out: {{unit: [total]}}; {{}} if every row is a record",
        "请写“列名: [文字, …]”，例如 leave_out: {{单位: [合计]}}；每行都是记录的，写{{}}",
    ),
    "rows-no-rows": Message(
        "'{value}' does not say what the list of a case without a row is",
        "“{value}”没有说明没有行的案例的列表是什么",
        "write no_rows: empty (it has none) or no_rows: missing (nobody knows)",
        "请写 no_rows: empty（确实没有）或 no_rows: missing（情况不明）",
    ),
}

_TABLE: dict[str, Message] = {
    "rows-large": Message(
        "the table has more than {limit} cells",
        "表格超过{limit}个单元格",
        "delete columns that are not needed, or split the table",
        "请删去不需要的列，或拆分表格",
    ),
    "rows-sheet": Message(
        "it is not said which sheet holds the list '{name}'",
        "没有写明列表“{name}”在哪个工作表中",
        "write #sheet behind the file, or call a sheet '{name}'; the sheets are: {names}",
        "请在文件名后写“#工作表名”，或把工作表命名为“{name}”；现有工作表：{names}",
    ),
    "rows-empty": Message(
        "there are no headings in row {row}",
        "第{row}行没有列名",
        "write headings: and the number of the row in which they stand",
        "请写“headings: ”和列名所在的行号",
    ),
    "rows-heading": Message(
        "there is no heading '{heading}' in {table}; the headings are: {known}",
        "{table}中没有列名“{heading}”；现有列名：{known}",
        "write the heading as the table has it; if the headings stand lower, say in which row: headings: 3",
        "请按表中的写法填写列名；列名不在首行的，请写明所在行：headings: 3",
    ),
    "rows-merged": Message(
        "the cells {range} are merged: only the first of them has a value",
        "单元格{range}是合并的，只有第一格有值",
        "unmerge them; where one value stands for the rows below it, write fill_down: [{heading}] in the case file",
        "请取消合并；一个值对其下各行都适用的，请在案例文件中写 fill_down: [{heading}]",
    ),
}

_ROWS: dict[str, Message] = {
    "rows-case": Message(
        "there is no case '{name}' ({rows})",
        "没有案例“{name}”（{rows}）",
        "write id or name of the case, or what the name stands for in the case file: names: {{{name}: id}}",
        "请写案例的编号或名称，或在案例文件中写明它指哪个案例：names: {{{name}: 编号}}",
        near_en="If that is what the table calls a case, write in the case file: names: {{{name}: id}}",
        near_zh="如果表中就是这样称呼案例的，请在案例文件中写明：names: {{{name}: 编号}}",
    ),
    "rows-case-blank": Message(
        "it is not said which case this belongs to ({rows})",
        "没有写明属于哪个案例（{rows}）",
        "write the case into every row; where blanks stand for the value above, write fill_down: true in the case file",
        "请在每行写明案例；空白表示同上的，请在案例文件中写 fill_down: true",
    ),
    "rows-case-several": Message(
        "'{name}' is the name of several cases: {cases}",
        "“{name}”是多个案例的名称：{cases}",
        "write the id of the case",
        "请写案例的编号",
    ),
    "rows-total": Message(
        "'{text}' in row {row} looks like a total, which would count a second time",
        "第{row}行的“{text}”像是合计行，会重复计算",
        "write leave_out: {{{heading}: [{text}]}} in the case file, or leave_out: {{}} if every row is a record",
        "请在案例文件中写 leave_out: {{{heading}: [{text}]}} 排除它；每行都是记录的，写 leave_out: {{}}",
    ),
    "rows-nothing-above": Message(
        "this blank in row {row} has no value above it to be filled with",
        "第{row}行的空白上方没有可沿用的值",
        "write the value into the first row it stands for",
        "请在所适用的第一行写上该值",
    ),
    "rows-bare": Message(
        "row {row} says nothing but its case",
        "第{row}行除案例外没有任何内容",
        "fill in its cells, or delete the row",
        "请填写各单元格，或删去该行",
    ),
    "rows-aside": Message(
        "row {row} names no case and has no values; it looks like a note or a heading: '{text}'",
        "第{row}行没有写明案例，也没有任何数据，像是说明或标题：“{text}”",
        "leave it out with leave_out: {{{heading}: [{text}]}} in the case file, or write its case and values",
        "请在案例文件中写 leave_out: {{{heading}: [{text}]}} 排除它，或写上案例和数据",
    ),
    "rows-key-blank": Message(
        "row {row} has no key",
        "第{row}行没有编号",
        "fill it in: this column tells the rows apart",
        "请填写：各行以本列区分",
    ),
    "rows-key-twice": Message(
        "'{key}' stands twice in a column that tells the rows apart; the first is at {first}",
        "“{key}”在用于区分各行的列中重复，第一次在{first}",
        "delete the row if it is there twice, else correct the key",
        "重复的行请删去；不是重复的，请改正编号",
    ),
    "rows-none": Message(
        "the table has no row for: {cases}",
        "表中没有以下案例的行：{cases}",
        "write what that means: no_rows: empty (it has no {list}) or no_rows: missing (nobody knows)",
        "请写明含义：no_rows: empty（确实没有{list}）或 no_rows: missing（情况不明）",
    ),
}

ROWS: dict[str, Message] = {**_SAID, **_TABLE, **_ROWS}
