"""What can be wrong in a case: code → words, sorted by topic."""

from scoring.message import Message

_FILES = {
    "case-suffix": Message(
        "cases cannot be read from a file that ends in '{suffix}'",
        "无法从“{suffix}”文件读取案例",
        "save them as .yaml, .json, .csv, .xlsx or .ods",
        "请另存为.yaml、.json、.csv、.xlsx或.ods文件",
    ),
    "ruleset-is-cases": Message(
        "this is a file of cases, and a ruleset is expected here",
        "这是案例文件，而这里应是规则集",
        "the ruleset comes first, then the cases: scoring score RULESET CASES; 'check' takes the ruleset alone",
        "先写规则集，再写案例文件：scoring score 规则集 案例文件；check只需写规则集",
    ),
    "ruleset-is-sheet": Message(
        "this is a workbook, and a ruleset, a YAML file, is expected here",
        "这是工作簿（电子表格），而这里应是规则集（YAML文件）",
        "the ruleset comes first, then the cases: scoring score RULESET CASES; 'check' takes the ruleset alone",
        "先写规则集，再写案例文件：scoring score 规则集 案例文件；check只需写规则集",
    ),
    "case-is-ruleset": Message(
        "this is a ruleset, and a file of cases is expected here",
        "这是规则集，而这里应是案例文件",
        "the ruleset comes first, then the cases: scoring score RULESET CASES",
        "先写规则集，再写案例文件：scoring score 规则集 案例文件",
    ),
    "case-none": Message(
        "the file has no cases",
        "文件中没有案例",
        "in YAML write 'cases:' and below it an id for each case; in CSV or a sheet one row for each case",
        "YAML中请写“cases:”，下面每个案例写一个编号；CSV和工作表中每个案例写一行",
    ),
    "case-extends-path": Message(
        "'{path}' cannot be extended",
        "不能从“{path}”扩展",
        "name a file in the same folder or in a folder below it, such as 'extends: cases.yaml'",
        "请写同一文件夹或其下级文件夹中的文件，例如“extends: cases.yaml”",
    ),
    "case-extends-cycle": Message(
        "'{path}' extends itself, directly or through other files",
        "“{path}”直接或间接地扩展了自己",
        "take away one 'extends'",
        "请删除其中一处extends",
    ),
}

_SHAPE = {
    "case-unknown-key": Message(
        "no key '{key}' may stand here",
        "这里不能写键“{key}”",
        "the keys here are: {known}",
        "这里可以写：{known}",
    ),
    "case-figure-outside": Message(
        "'{key}' is no key of a case",
        "“{key}”不是案例的键",
        "figures stand under 'figures': figures: {{{key}: …}}; the keys here are: {known}",
        "数据请写在figures下：figures: {{{key}: …}}；这里可以写：{known}",
    ),
    "case-points": Message(
        "'points' never stands in a case: it would mean the full marks as well as the marks given",
        "案例中不能写points：分不清是满分还是得分",
        "write score (points kept) or deduct (points taken off)",
        "请写score（得分）或deduct（扣分）",
    ),
    "case-table": Message(
        "'{key}' takes keys and values",
        "“{key}”下面应是若干“键: 值”",
        "write '{key}:' and below it one 'key: value' a line",
        "请在“{key}:”下面每行写一个“键: 值”",
    ),
    "case-findings": Message(
        "findings are a list, one entry for each finding",
        "findings应是列表，每个问题一项",
        "write '- {{against: ADDRESS, note: what was found}}' for each finding",
        "每个问题请写一行“- {{against: 指标, note: 问题说明}}”",
    ),
    "case-text": Message(
        "'{key}' is a single text",
        "“{key}”应是一段文字",
        "write '{key}: text'; a text with a comma or a bracket stands in quotes",
        "请写成“{key}: 文字”；含逗号或括号的文字请加引号",
    ),
    "case-value": Message(
        "'{address}' is given a list, but a figure has one value",
        "“{address}”给出的是列表，而一项数据只有一个值",
        "write one value: '{address}: 428'",
        "请只写一个值，例如“{address}: 428”",
    ),
    "case-deep": Message(
        "the figures below '{address}' have no end",
        "“{address}”下面的数据嵌套没有尽头",
        "a local figure stands one level below its node: {{'trained': {{'actual': 1506}}}}",
        "指标的局部数据只写在该指标下一层：{{'trained': {{'actual': 1506}}}}",
    ),
}

_CONTENT = {
    "case-id-twice": Message(
        "the case '{id}' stands here a second time; the first is at {first}",
        "案例“{id}”重复出现，第一次在{first}",
        "give one of them another id, or delete it",
        "请改用另一个编号，或删除其中一个",
    ),
    "case-twice": Message(
        "'{address}' is given twice",
        "“{address}”给了两次",
        "delete one of them",
        "请删除其中一个",
    ),
    "case-date": Message(
        "'{text}' is not a day",
        "“{text}”不是日期",
        "write year, month and day like 2024-10-18",
        "请写年-月-日，例如2024-10-18",
    ),
    "case-against": Message(
        "the finding does not say against which node it is held",
        "这个问题没有写明对应哪个指标",
        "write 'against: ADDRESS', or 'against: [ADDRESS, ADDRESS]'",
        "请写“against: 指标”，或“against: [指标, 指标]”",
    ),
    "case-mark": Message(
        "the mark for '{address}' says neither score nor deduct",
        "“{address}”的评分没有写score或deduct",
        "write '{address}: {{score: 1, because: the reason}}' or '{address}: {{deduct: 1, because: the reason}}'",
        "请写“{address}: {{score: 1, because: 理由}}”或“{address}: {{deduct: 1, because: 理由}}”",
    ),
    "case-mark-both": Message(
        "'{address}' is marked by a score and by a deduction",
        "“{address}”既写了得分又写了扣分",
        "keep one of the two",
        "请只保留其中一个",
    ),
    "case-set": Message(
        "'set' for '{address}' says no score",
        "“{address}”的set没有写score",
        "write '{address}: {{score: 1, because: the reason}}'",
        "请写“{address}: {{score: 1, because: 理由}}”",
    ),
    "case-reason": Message(
        "'{address}' is declared not applicable without a reason",
        "“{address}”写了不适用，但没有写理由",
        "write '{address}: the reason'",
        "请写“{address}: 理由”",
    ),
}

_CSV = {
    "csv-empty": Message(
        "the file is empty",
        "文件是空的",
        "the first row holds the headings, such as id,name,received",
        "第一行写列名，例如id,name,received",
    ),
    "csv-no-id": Message(
        "no column is headed 'id'",
        "没有列名为id的列",
        "head the column with the ids of the cases 'id'",
        "请把案例编号那一列的列名写成id",
    ),
    "csv-separator": Message(
        "the cells are separated by '{found}', not by commas",
        "单元格之间用的是“{found}”，不是半角逗号",
        "save the file with commas (,) between the cells",
        "请用半角逗号（,）分隔后保存",
    ),
    "csv-heading-twice": Message(
        "the heading '{heading}' stands twice; the first is at {first}",
        "列名“{heading}”重复，第一次在{first}",
        "rename or delete one of the columns",
        "请改名或删除其中一列",
    ),
    "csv-heading-result": Message(
        "'{heading}' is a result, which a case cannot give",
        "“{heading}”是计算结果，案例中不能给出",
        "write '{write}' for a mark, or '.deduct' for points taken off",
        "评分请写“{write}”，扣分请写“.deduct”",
    ),
    "csv-no-heading": Message(
        "a value in a column without a heading",
        "这一列没有列名，却有内容",
        "write a heading in the first row, or clear the cell",
        "请在第一行写上列名，或清空这个单元格",
    ),
    "csv-row-short": Message(
        "row {row} has {found} cells, but there are {expected} headings",
        "第{row}行只有{found}个单元格，而列名有{expected}个",
        "write every cell, also the empty ones: a,,c",
        "空单元格也要写出逗号：a,,c",
    ),
    "csv-row-long": Message(
        "row {row} has {found} cells, but there are only {expected} headings",
        "第{row}行有{found}个单元格，而列名只有{expected}个",
        "put a text with a comma in quotes; a number has no thousands separators",
        "含逗号的文字请加引号；数字不要写千分位逗号",
    ),
    "csv-id-empty": Message(
        "row {row} has no id",
        "第{row}行没有编号",
        "write the id of the case, or clear the whole row",
        "请写上案例编号，或清空整行",
    ),
    "csv-quote-open": Message(
        "the quote that begins here is never closed",
        "这里开始的引号没有闭合",
        'close it; a quote inside a cell is doubled: "five "" inches"',
        '请补上结束的引号；单元格内的引号要写两次："五""英寸"',
    ),
    "csv-quote-inside": Message(
        "a quote inside a cell that does not begin with one",
        "没有用引号开头的单元格中出现了引号",
        'put the whole cell in quotes and double the quote inside: "five "" inches"',
        '请给整个单元格加引号，里面的引号写两次："五""英寸"',
    ),
    "csv-text-after-quote": Message(
        "text after the closing quote of a cell",
        "单元格结束引号后面还有文字",
        'a comma or the end of the line follows the quote; a quote inside a cell is doubled: "five "" inches"',
        '结束引号后面应是逗号或换行；单元格内的引号要写两次："五""英寸"',
    ),
    "csv-cell-long": Message(
        "the cell has more than {limit} characters",
        "单元格超过{limit}个字符",
        "shorten it; perhaps a quote is missing",
        "请缩短内容；也可能是漏了引号",
    ),
    "csv-because-alone": Message(
        "a reason for '{address}', but no mark, deduction or set score",
        "“{address}”写了理由，却没有评分、扣分或改定得分",
        "fill in '{address}.mark', '{address}.deduct' or '{address}.set', or clear the reason",
        "请填写“{address}.mark”“{address}.deduct”或“{address}.set”，或清空理由",
    ),
}

CASE: dict[str, Message] = {**_FILES, **_SHAPE, **_CONTENT, **_CSV}
