"""What can be wrong when a case meets a ruleset: values, marks, set scores; and how a ruleset is called."""

from scoring.message import Message

_VALUES: dict[str, Message] = {
    "unknown-case-figure": Message(
        "the ruleset has no figure '{name}'",
        "规则集中没有名为“{name}”的数据",
        "write the id or the printed name of a figure of the ruleset, or declare it there under 'figures'",
        "请写规则集里某项数据的编号（键）或名称，或先在规则集的 figures 中声明",
    ),
    "case-figure-is-node": Message(
        "'{name}' is an indicator, and only figures stand under 'figures'",
        "“{name}”是指标，而figures下只能写数据",
        "write the figures that it is scored by; what a person gives it stands under 'marks' or 'set', what was found "
        "under 'findings'",
        "请填写计算它所用的数据；人工评分写在marks或set下，发现的问题写在findings下",
    ),
    "derived-figure": Message(
        "'{address}' is computed by the ruleset and cannot be given",
        "“{address}”由规则集计算得出，不能直接填写",
        "delete it, and give the figures it is made from",
        "请删除它，改填计算它所用的数据",
    ),
    "not-a-number": Message(
        "'{name}' is {value}, which is not a number",
        "“{name}”的值{value}不是数字",
        "write plain digits such as 1922 or 355.49, without commas, blanks or units",
        "请只写半角数字，如 1922 或 355.49，不要千分位逗号、空格和单位",
    ),
    "thousands": Message(
        "'{name}' is {value}, with thousands separators",
        "“{name}”的值{value}带有千分位逗号",
        "write the number without thousands separators: {number}",
        "数字不要写千分位逗号：{number}",
    ),
    "value-wide": Message(
        "'{name}' is {value}, in full-width characters",
        "“{name}”的值{value}用了全角字符",
        "write half-width digits and signs: {half}",
        "请用半角数字和符号：{half}",
    ),
    "too-many-digits": Message(
        "'{name}' is {value}, which has too many digits",
        "“{name}”的值{value}位数过多",
        "write at most 15 digits before and 15 after the point",
        "小数点前后各不超过15位",
    ),
    "not-whole": Message(
        "'{name}' is {value}, but it is a count",
        "“{name}”是个数，不能是{value}",
        "write a whole number",
        "请写整数",
    ),
    "out-of-range": Message(
        "'{name}' is {value}, outside {low} … {high}",
        "“{name}”的值{value}超出{low}～{high}",
        "correct the value; if it is right, the ruleset's min or max is not",
        "请更正数值；如数值无误，则应修改规则集中的 min 或 max",
    ),
    "ratio-range": Message(
        "'{name}' is {value}, outside {low} … {high}; a number without % is a ratio",
        "“{name}”的值{value}超出{low}～{high}；不带百分号的数按比率填写",
        "write {ratio} or '{percent}'",
        "请写{ratio}或'{percent}'",
    ),
    "percent-sign": Message(
        "'{name}' is {value}, but it is a percentage",
        "“{name}”是百分数，却写作{value}",
        "write the sign: {value}%",
        "请写上百分号，如 {value}%",
    ),
    "unexpected-percent": Message(
        "'{name}' is {value}, but it is no percentage",
        "“{name}”不是百分数，却写作{value}",
        'write the number without %, or give the figure unit: "%" in the ruleset',
        '请去掉百分号，或在规则集中为它写 unit: "%"',
    ),
    "not-a-truth-value": Message(
        "'{name}' is {value}, but must be true or false",
        "“{name}”只能是 true 或 false，却写作{value}",
        "write true or false",
        "请写 true 或 false",
        "write true or false; 是 and 否 are taken too",
        "请写 是 或 否，也可以写 true 或 false",
    ),
    "not-a-word": Message(
        "'{name}' is {value}, which is none of its words",
        "“{name}”的值{value}不在可取的词之中",
        "write one of: {words}",
        "可以写：{words}",
    ),
    "not-a-date": Message(
        "'{name}' is {value}, which is not a date",
        "“{name}”的值{value}不是日期",
        "write year, month and day with two digits each, such as 2024-10-18",
        "请用半角数字写四位年、两位月、两位日，例如2024-10-18",
    ),
    "no-such-day": Message(
        "'{name}' is {value}, a day that the calendar does not have",
        "“{name}”的值{value}在日历上不存在",
        "correct the month or the day",
        "请改正月份或日期",
    ),
    "date-with-time": Message(
        "'{name}' is {value}, a moment and not a day",
        "“{name}”的值{value}带有时刻或时区，不是日期",
        "give the day alone: datetime.date, or a text such as '2024-10-18'",
        "请只给日期：datetime.date，或'2024-10-18'这样的文字",
        "take the time away and leave the day",
        "请去掉时刻，只留日期",
    ),
    "date-for-number": Message(
        "'{name}' is {value}, a date, but must be a number",
        "“{name}”应是数，而值{value}是日期",
        "write a number; if the figure is a date, write 'type: date' in the ruleset",
        "请写数；如果该数据是日期，请在规则集中写“type: date”",
    ),
    "case-date-twice": Message(
        "the case says 'date: {date}', and among its figures the date {value}",
        "单位的date是{date}，而数据中的日期是{value}",
        "write the date of the case once",
        "日期只写一处，或写成一致",
    ),
    "finding-amount": Message(
        "a rule of '{address}' asks for the amount of each finding, and this one has none",
        "“{address}”的规则要看每个问题的金额，这个问题没有金额",
        "write amount: with a number",
        "请写上 amount: 金额",
        "write it in the same row: in the column 'amount' of a template, else in that of '{address}.amount'",
        "请在同一行写上金额：模板中写在“金额”列，其他表格写在“{address}.amount”列",
    ),
}

_PERSONS: dict[str, Message] = {
    "mark-unjudged": Message(
        "'{address}' takes no mark: none of its rules leaves anything to judgement",
        "“{address}”没有需要人工评分的规则，不能评分",
        "delete the mark; to overrule a computed score write it under 'set', with the reason",
        "请删除这个评分；如要改定计算得分，请写在 set 下并说明理由",
        "delete the mark; to overrule a computed score write it on the sheet 'Set scores' of a template, else in the "
        "column '{address}.set', with the reason",
        "请删除这个评分；如要改定计算得分，请写在模板的“核定得分”表或其他表格的“{address}.set”列，并说明理由",
    ),
    "mark-both": Message(
        "the mark of '{address}' has both a score and a deduction",
        "“{address}”的评分同时写了得分和扣分",
        "write either score or deduct",
        "请只写 score 或 deduct 之一",
    ),
    "mark-range": Message(
        "the mark of '{name}' is {mark}, outside {low} … {high}, the range that its rule leaves to judgement",
        "“{name}”的评分{mark}超出了规则给定的范围{low}～{high}",
        "write a mark within the range (below an upper end written with '<'); 'judge' alone is from 0 to the points",
        "请在此范围内评分，上限前写有“<”的要低于上限；只写judge的，范围是0至满分",
        "write a mark within the range (below an upper end written with '<')",
        "请在此范围内评分，上限前写有“<”的要低于上限",
    ),
    "mark-reason": Message(
        "the mark of '{name}' takes points off without a reason",
        "“{name}”的评分扣了分，却没有写理由",
        "write because: and the reason",
        "请写上 because: 和理由",
        "write the reason in the same row: in the column 'reason' of a template, else in that of '{name}.because'",
        "请在同一行写明理由：模板中写在“理由”列，其他表格写在“{name}.because”列",
    ),
    "set-range": Message(
        "the score set for '{name}' lies outside {low} … {high}",
        "“{name}”核定的得分超出{low}～{high}",
        "set a score within these limits",
        "请在此范围内核定得分",
    ),
    "set-places": Message(
        "the score set for '{name}' has more decimals than its scores are rounded to",
        "“{name}”核定的得分小数位数多于规定位数",
        "set a rounded score",
        "请按规定的小数位数核定得分",
    ),
    "share-of-changing-points": Message(
        "'{address}' is given in percent, but its points differ from case to case",
        "“{address}”按百分比评分，但其分值因单位而异",
        "write points",
        "请直接写分数",
    ),
    "share-of-open": Message(
        "'{address}' is given in percent, but it is an open scale (points: none)",
        "“{address}”按百分比评分，但它不设满分（points: none）",
        "write points",
        "请直接写分数",
    ),
    "not-applicable-reason": Message(
        "'{address}' is said not to apply, without a reason",
        "“{address}”标为不适用，却没有写理由",
        "write the reason behind the colon",
        "请在冒号后写明理由",
        "write the reason in the same row",
        "请在同一行写明理由",
    ),
    "not-applicable-policy": Message(
        "the ruleset does not say what happens where '{address}' does not apply",
        "规则集没有规定“{address}”不适用时如何处理",
        "write if_not_applicable: on that node of the ruleset, or score it",
        "请在规则集该指标下写 if_not_applicable:，或照常评分",
    ),
    "variant-not-taken": Message(
        "'{path}' stands in a variant that this case does not have",
        "“{path}”属于这个单位不采用的变体（variants）",
        "address the node of the variant that the case has",
        "请改写该单位所采用变体中的指标",
    ),
}

_CALLS: dict[str, Message] = {
    "unknown-method": Message(
        "the ruleset has no method '{name}'",
        "规则集没有名为“{name}”的方法",
        "choose one of: {methods}",
        "可以选：{methods}",
    ),
    "no-methods": Message(
        "the ruleset has no methods, so '{name}' cannot be chosen",
        "规则集没有规定任何方法，不能选用“{name}”",
        "leave the method out, or write 'methods:' in the ruleset",
        "请不要指定方法，或在规则集中写methods",
    ),
    "no-portfolio": Message(
        "the ruleset does not say how cases are weighted into one result",
        "规则集没有规定多个单位如何汇总",
        "write portfolio: {{weight: …}} at its top level",
        "请在顶层写 portfolio: {{weight: …}}",
    ),
    "case-mapping": Message(
        "a case is a Case or a mapping of figures, not {found}",
        "案例应为 Case 或数据的字典，而不是{found}",
        "pass scoring.Case(…) or a dict such as {{'spent': '355.49'}}",
        "请传入 scoring.Case(…) 或字典，如 {{'spent': '355.49'}}",
    ),
    "extends-path": Message(
        "'{path}' cannot be extended: it lies outside the ruleset's folder and the folders beside it",
        "不能沿用“{path}”：它不在本规则集的文件夹内，也不在并列的文件夹内",
        "write a relative path with slashes, such as ../yongzhou-2023/ruleset.yaml",
        "请写用斜杠的相对路径，如 ../yongzhou-2023/ruleset.yaml",
    ),
    "extends-cycle": Message(
        "'{path}' is extended by a file that it extends itself, or the chain is too long",
        "“{path}”与沿用它的文件互相沿用，或沿用层数过多",
        "extend a ruleset that does not lead back here",
        "请沿用不会绕回本文件的规则集",
    ),
}

VALUE: dict[str, Message] = {**_VALUES, **_PERSONS, **_CALLS}
