"""What can be wrong with lists, with figures over all cases, and with who is scored and ranked: code → words."""

from scoring.message import Message

_LISTS: dict[str, Message] = {
    "list-shape": Message(
        "it is not said what the list '{name}' is of",
        "没有写明列表“{name}”由什么组成",
        "write list_of: {{min: 0, max: 10}} for plain values, or list_of: {{area: {{unit: ha}}}} for records",
        "普通数值写 list_of: {{min: 0, max: 10}}，记录写 list_of: {{面积: {{unit: 公顷}}}}",
    ),
    "field-reserved": Message(
        "a field cannot be called '{name}'",
        "记录的字段不能叫“{name}”",
        "choose another id: 'name' is what a record is called by in every case, 'each' is an entry of a plain list",
        "请换一个编号：name是每条记录的名称，each指普通列表中的一项",
    ),
    "list-without-form": Message(
        "it is not said what '{name}' makes of each entry",
        "没有写明“{name}”由每一项得出什么",
        "write a value form beside for_each, such as is: each / 10, or of: each with bands",
        "请在for_each旁写取值方式，例如 is: each / 10，或 of: each 和 bands",
    ),
    "for-each-list": Message(
        "'{name}' is no list that can be gone through here",
        "“{name}”不是此处可以逐项处理的列表",
        "name a figure with list_of; there are: {lists}",
        "请写带list_of的数据名；现有：{lists}",
    ),
    "if-empty-needed": Message(
        "it is not said what an empty list '{name}' means",
        "没有写明列表“{name}”为空时如何处理",
        "write if_empty: not_applicable, full or zero beside for_each",
        "请在for_each旁写 if_empty: not_applicable、full 或 zero",
    ),
    "records-sum": Message(
        "each record of '{name}' would have all its points, and a sum would exceed them",
        "“{name}”的每条记录都按全部分值计，相加会超出分值",
        "write combine: mean, min or the like, or points: none with an amount for each record",
        "请写 combine: mean、min 等，或写 points: none 并为每条记录规定加减分",
    ),
    "records-indicators": Message(
        "records have criteria, not indicators",
        "每条记录下写criteria，而不是indicators",
        "write 'criteria:' for the parts of each record; other indicators stand beside this one",
        "每条记录的评分要点请写在criteria下；其他指标与本指标并列书写",
    ),
    "each-record": Message(
        "'each' stands for an entry of a plain list, and there is none here",
        "each指普通列表中的一项，而这里没有这样的列表",
        "in a list of records name a field; 'each' goes with for_each: and a list of values",
        "记录的列表请写字段名；each用于对普通列表写for_each之处",
    ),
    "field-unknown": Message(
        "the records of '{name}' have no field '{field}'",
        "“{name}”的记录没有字段“{field}”",
        "fields are: {fields}",
        "字段有：{fields}",
    ),
    "field-elsewhere": Message(
        "'{name}' is a field of the list '{list}', and no record is meant here",
        "“{name}”是列表“{list}”的字段，而这里没有指明哪条记录",
        "say what to take of it, such as sum({list}.{name}), or score each record with for_each: {list}",
        "请写明取什么，例如 sum({list}.{name})，或用 for_each: {list} 逐条评分",
    ),
    "list-alone": Message(
        "'{name}' is a list, and one value is expected here",
        "“{name}”是列表，而这里应是一个值",
        "say what to take of it: sum({name}), mean({name}), median, min, max, count or trimmed_mean",
        "请写明取什么：sum({name})、mean({name})、median、min、max、count或trimmed_mean",
    ),
    "list-expected": Message(
        "{name}() goes over a list, and '{part}' is none",
        "{name}()对列表求值，而“{part}”不是列表",
        "name a figure with list_of, or a field of its records such as sites.area",
        "请写带list_of的数据名，或其记录的字段，如 sites.area",
    ),
    "list-not-numbers": Message(
        "{function}() needs numbers, and the entries of '{name}' are none",
        "{function}()需要数，而“{name}”的各项不是数",
        "name a field of its records ({name}.field), or write count({name})",
        "请写其记录的字段（{name}.字段），或写 count({name})",
    ),
    "trim-count": Message(
        "'{part}' is no number of entries to leave out",
        "“{part}”不是去掉的个数",
        "write a whole number from 0 to {limit}: trimmed_mean(list, 1, 1)",
        "请写0到{limit}的整数：trimmed_mean(列表, 1, 1)",
    ),
}

_COHORT: dict[str, Message] = {
    "cohort-in-list": Message(
        "'{name}' is a field of a record and cannot be taken over all cases",
        "“{name}”是记录的字段，不能对全部单位统计",
        "write it under figures: of the ruleset, with of: a value of the case such as mean(list.field)",
        "请写在规则集的figures下，of写单位的一个取值，如 mean(列表.字段)",
    ),
    "mean-in-record": Message(
        "'{name}' is made for each record of a list, and no other case has the same records to take the mean of",
        "“{name}”按列表的每条记录各算一次，其他单位没有对应的记录，无法取平均值",
        "write drop, full or zero; mean_of_cases may stand at the node with for_each",
        "请写 drop、full 或 zero；mean_of_cases 可以写在带 for_each 的指标上",
    ),
    "cohort-idle": Message(
        "'{key}' does nothing in a figure over all cases with take: {take}",
        "对全部单位统计（take: {take}）时，“{key}”不起作用",
        "delete it; 'best' is for rank and percentile, 'ties' for rank",
        "请删除；best用于rank和percentile，ties用于rank",
    ),
    "admit-shape": Message(
        "it is not said who is admitted",
        "没有写明参评条件",
        "write admit: {{when: CONDITION, because: …}}",
        "请写 admit: {{when: 条件, because: 理由}}",
    ),
    "admit-over-cases": Message(
        "who is admitted depends on a figure over all cases, which are those admitted",
        "参评条件引用了对全部单位统计的数据，而该数据又只统计参评单位",
        "admit by figures of the case itself",
        "参评条件请只引用单位自己的数据",
    ),
    "order-shape": Message(
        "it is not said what the cases are ranked by",
        "没有写明排名依据",
        "write order: [{{by: total, best: high}}, {{by: offer, best: low}}]",
        "请写 order: [{{by: total, best: high}}, {{by: 报价, best: low}}]",
    ),
    "no-order": Message(
        "the ruleset does not say what cases are ranked by",
        "规则集没有规定排名依据",
        "write order: [{{by: total, best: high}}] at its top level",
        "请在顶层写 order: [{{by: total, best: high}}]",
    ),
}

_CASES: dict[str, Message] = {
    "list-expected-value": Message(
        "'{address}' is a list, and this is a single value",
        "“{address}”是列表，而这里是单个值",
        "write [9, 8.5]; in a CSV cell 9;8.5",
        "请写 [9, 8.5]；CSV单元格中写 9;8.5",
    ),
    "list-records": Message(
        "'{address}' is a list of records with the fields {fields}, and this is none",
        "“{address}”是记录的列表（字段：{fields}），而这里不是",
        "write a list of tables: [{{name: …, field: value}}]; with CSV, a file of its own for the list",
        "请写表的列表：[{{name: …, 字段: 值}}]；用CSV时，每个列表另存一个文件",
    ),
    "list-record": Message(
        "'{address}' should be a record with the fields {fields}",
        "“{address}”应为一条记录（字段：{fields}）",
        "write a table: {{field: value, …}}",
        "请写表：{{字段: 值, …}}",
    ),
    "list-value": Message(
        "'{address}' should be one value, not a table or a list",
        "“{address}”应为一个值，而不是表或列表",
        "write the value alone",
        "请只写该值",
    ),
    "list-commas": Message(
        "'{name}' is {value}, which is not one number",
        "“{name}”的值{value}不是一个数字",
        "the entries of a list in one cell are separated by ';': {text}",
        "一个单元格里的多个值请用半角分号隔开：{text}",
    ),
    "list-long": Message(
        "'{address}' has more than {limit} entries",
        "“{address}”超过{limit}项",
        "give fewer entries, or what they add up to as a figure of its own",
        "请减少项数，或把合计作为一项数据填写",
    ),
    "csv-list-heading": Message(
        "the rows of the list '{list}' do not say where they belong: there is no heading '{heading}'",
        "列表“{list}”的各行没有写明归属：缺少表头“{heading}”",
        "add a column '{heading}'; 'id' holds the id of the case",
        "请加一列“{heading}”；id列填写案例编号",
    ),
    "csv-list-case": Message(
        "there is no case '{id}' in the file of cases",
        "案例文件中没有“{id}”",
        "write the id of a case as its file has it",
        "请写案例文件中的编号",
    ),
    "csv-list-record": Message(
        "'{name}' is no record of '{list}' that this case has once",
        "“{name}”不是该案例“{list}”中唯一的一条记录",
        "write its name or its number (1 for the first); named are: {names}",
        "请写其名称或序号（第一条为1）；有名称的：{names}",
    ),
    "record-field": Message(
        "'{address}' has no field '{name}'",
        "“{address}”没有字段“{name}”",
        "fields are: {fields}; which columns of a table are read, 'columns' says in the case file",
        "字段有：{fields}；表格中读取哪些列，可在案例文件的columns中写明",
    ),
}

LISTS: dict[str, Message] = {**_LISTS, **_COHORT, **_CASES}
