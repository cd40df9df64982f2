"""What can be wrong with the parts of a ruleset: code → words, sorted by topic."""

from scoring.message import Message
from scoring.messages_whole import WHOLE

_SHAPE = {
    "interpolate-range": Message(
        "a range for a person's mark cannot stand on a line between points",
        "插值的点不能是评分范围",
        "write a number, or use bands",
        "请写一个数，或改用分档（bands）",
    ),
    "unknown-key": Message(
        "the key '{key}' does not exist {where!w}",
        "{where!w}没有“{key}”这个键",
        "the keys here are: {known}",
        "这里可以写：{known}",
    ),
    "key-idle": Message(
        "'{key}' does nothing here",
        "“{key}”在这里不起作用",
        "delete it; 'start' is for indicators without parts, 'combine', 'weights', 'on_drop' and 'spread' for groups, "
        "'if_missing' and 'missing' for inputs, 'if_undefined' for derived figures",
        "请删除；start用于末级指标，combine、weights、on_drop、spread用于有下级的指标，if_missing、missing用于填报的数据，if_undefined用于派生数据",
    ),
    "keys-exclusive": Message(
        "'{key}' cannot stand beside '{other}'",
        "“{key}”不能与“{other}”同时写",
        "keep one of the two; several rules are a list, each with a dash, and each form has a figure of its own",
        "请只保留其中一个；多条规则写成列表，每条前加“-”；不同的取值写法请分成不同的数据",
    ),
    "missing-key": Message(
        "'{key}' is missing here",
        "这里缺少“{key}”",
        "write '{key}: …'",
        "请写“{key}: …”",
    ),
    "option-needed": Message(
        "'{key}' must be said here, it has no default",
        "这里须写明“{key}”，没有默认值",
        "write '{key}: …' with one of: {options}",
        "请写“{key}: …”，可以是：{options}",
    ),
    "label-shape": Message(
        "'{key}' is a text, or one text for each of zh and en",
        "“{key}”应是一段文字，或分别写zh和en",
        "write '{key}: text' or '{key}: {{zh: 文字, en: text}}'",
        "请写“{key}: 文字”或“{key}: {{zh: 文字, en: text}}”",
    ),
    "id-characters": Message(
        "'{name}' cannot be an id",
        "“{name}”不能用作键名",
        "an id has letters of any script, digits and _, and begins with no digit; the printed name goes to 'name:'",
        "键名只能用文字、字母、数字和下划线，且不以数字开头；印发的名称请写在name中",
    ),
    "id-reserved": Message(
        "'{name}' means something else in formulas",
        "“{name}”在公式中另有含义",
        "choose another id; the printed name goes to 'name:'",
        "请换一个键名；印发的名称请写在name中",
    ),
    "change-hits-nothing": Message(
        "'{key}' changes nothing: the ruleset has no such place",
        "“{key}”没有对应内容，改动不会生效",
        "write a key or address of the ruleset; a new indicator needs 'points'",
        "请写规则集中已有的键或指标地址；新增指标须写points",
    ),
}

_FIGURES = {
    "figure-shape": Message(
        "the figure '{name}' takes keys and values",
        "数据“{name}”下面应是若干“键: 值”",
        "write '{name}: {{unit: …, min: 0}}', or '{name}: {{is: formula}}' for a derived one",
        "请写“{name}: {{unit: …, min: 0}}”；派生数据请写“{name}: {{is: 公式}}”",
    ),
    "limits-order": Message(
        "the least value lies above the greatest",
        "最小值大于最大值",
        "correct the lower or the upper limit: 'min' or 'max', 'floor' or 'cap'",
        "请改正下限或上限（min或max，floor或cap）",
    ),
    "limits-whole": Message(
        "no value lies within these limits: a count is a whole number from 0 on",
        "界限内没有可取的值：个数（count）是不小于0的整数",
        "correct 'min' or 'max', or remove 'type: count'",
        "请改正min或max，或删去“type: count”",
    ),
    "percent-needs-max": Message(
        "the figure '{name}' is in % and says no greatest value",
        "数据“{name}”以%为单位，但没有写最大值",
        "write 'max: 100%', or 'max: none' if it may be more than any limit",
        "请写“max: 100%”；如果没有上限，请写“max: none”",
    ),
    "words-shape": Message(
        "'words' is a list of words",
        "words应是一组词",
        "write 'words: [city, district]'",
        "请写“words: [市, 区县]”",
    ),
    "word-twice": Message(
        "the word '{word}' stands twice",
        "“{word}”重复",
        "delete one of them",
        "请删除其中一个",
    ),
    "if-missing-shape": Message(
        "'if_missing' is a single value",
        "if_missing应是一个值",
        "write stop, zero, full, not_applicable, null, or a value of the figure",
        "请写stop、zero、full、not_applicable、null，或该数据的一个值",
    ),
    "if-missing-value": Message(
        "'{text}' is no value of '{name}'",
        "“{text}”不是“{name}”可取的值",
        "write a value that a case could give, or stop, zero, full, not_applicable or null",
        "请写案例中可以填写的值，或stop、zero、full、not_applicable、null",
    ),
}

_TREE = {
    "node-shape": Message(
        "the indicator '{name}' takes keys and values",
        "指标“{name}”下面应是若干“键: 值”",
        "write '{name}: {{points: 5, rules: …}}'; only a criterion may be just its points",
        "请写“{name}: {{points: 5, rules: …}}”；只有criteria下可以只写分值",
    ),
    "criteria-and-indicators": Message(
        "an indicator has either 'indicators' or 'criteria'",
        "一个指标只能有indicators或criteria之一",
        "keep one of the two; criteria are printed inside the cell of a lowest indicator",
        "请只保留其中一个；criteria是末级指标同一格内的评分要点",
    ),
    "no-children": Message(
        "'{key}' is empty",
        "“{key}”是空的",
        "write at least one indicator below it, or delete the key",
        "请至少写一个下级指标，或删除这个键",
    ),
    "no-indicators": Message(
        "'{key}' is empty",
        "“{key}”是空的",
        "write at least one indicator below it, or a 'total:' by formula instead of it",
        "请至少写一个指标；或不写它，而用“total:”写出总分的算式",
    ),
    "only-items": Message(
        "'{name}' has only bonus and penalty items",
        "“{name}”下面只有加分项和扣分项",
        "add an ordinary indicator, or make '{name}' itself the bonus or penalty item",
        "请增加普通指标，或把“{name}”本身设为加分项或扣分项",
    ),
    "leaf-without-rules": Message(
        "'{name}' has no rules: nothing says how it is scored",
        "“{name}”没有规则，无法计分",
        "write 'rules: …' here or 'each: …' above; 'rules: judge' if a person decides",
        "请在这里写rules，或在上级写each；由人评定的请写“rules: judge”",
    ),
    "variants-shape": Message(
        "'variants' is a list of indicators' keys, each with its 'when'",
        "variants应是列表，每项写when和指标的键",
        "write '- {{when: kind == 'city', …}}' for each; the last may have no 'when'",
        "每项请写“- {{when: kind == 'city', …}}”；最后一项可以不写when",
    ),
    "missing-points": Message(
        "'{name}' has no points",
        "“{name}”没有写分值",
        "write 'points: …' here, or 'spread: leaves' above for equal shares; 'points: none' is an open scale",
        "请在这里写points，或在上级写“spread: leaves”平均分配；不设满分的写“points: none”",
    ),
    "points-sign": Message(
        "points cannot be below 0, as '{text}' is",
        "分值不能小于0，这里是“{text}”",
        "write the points as printed; for what only takes away write 'penalty: true' beside them",
        "请写印发的分值；只扣分的项目请同时写“penalty: true”",
    ),
    "points-mismatch": Message(
        "'{name}' has {points} points, but its parts add up to {sum}",
        "“{name}”为{points}分，但下级分值合计{sum}分",
        "correct the points; bonus items are outside the sum with 'bonus: true'",
        "请改正分值；加分项请写“bonus: true”，不计入合计",
    ),
    "points-zero": Message(
        "'{name}' has 0 points, which 'combine: {combine}' cannot take a share of",
        "“{name}”的分值为0，“combine: {combine}”无法计算比例",
        "write its points, or use 'combine: sum' above it",
        "请写明分值，或在上级使用“combine: sum”",
    ),
    "weight-unused": Message(
        "a weight has no meaning with 'combine: {combine}'",
        "“combine: {combine}”不使用权重",
        "write 'combine: weighted_mean' or 'geometric_mean' above, or delete the weight; "
        "in a sum with 'points: none' it is a factor",
        "请在上级写“combine: weighted_mean”或geometric_mean，或删除weight；上级写“points: none”并求和时，它是系数",
    ),
    "weight-sign": Message(
        "a weight is below 0",
        "权重小于0",
        "write a share from 0 on; for what takes away write 'penalty: true' beside its points, "
        "or 'points: none' and 'combine: sum' above it",
        "请写不小于0的权重；扣分的项目请在分值旁写“penalty: true”，或在上级写“points: none”和“combine: sum”",
    ),
    "weight-missing": Message(
        "'{name}' has no weight, but others beside it have one",
        "“{name}”没有写权重，而同级其他指标写了",
        "write 'weight: …' here too, or none at all: without weights all children count alike",
        "请在这里也写weight；各项权重相等时都不写即可",
    ),
    "weights-sum": Message(
        "the weights in '{name}' add up to {sum}, not to 1",
        "“{name}”下的权重合计为{sum}，不等于1",
        "correct them, or write 'weights: relative' in '{name}'",
        "请改正，或在“{name}”中写“weights: relative”",
    ),
    "applies-without-policy": Message(
        "what happens where this does not apply is not said",
        "没有写明不适用时如何处理",
        "write 'if_not_applicable: drop', full, zero, or {{give_to: ID, as: scaled}} beside it",
        "请同时写“if_not_applicable: drop”，或full、zero、{{give_to: 指标, as: scaled}}",
    ),
    "give-to": Message(
        "'{name}' is no sibling that could take the points",
        "“{name}”不是同级指标，不能接收分值",
        "write the id of a sibling: {siblings}",
        "请写同级指标的键：{siblings}",
    ),
    "give-mixed": Message(
        "'{name}' is given points both 'as: scaled' and 'as: points'",
        "转给“{name}”的分值既有“as: scaled”又有“as: points”",
        "write the same 'as' for all who give to it",
        "请对所有转出方写同样的as",
    ),
}

_RULES = {
    "rule-shape": Message(
        "a rule is a table that begins with its kind, or the word judge",
        "规则应是以规则类型开头的“键: 值”，或judge一词",
        "write one of: {kinds}; several rules are a list, each with a dash",
        "可以用：{kinds}；多条规则写成列表，每条前加“-”",
    ),
    "rule-outside": Message(
        "'{key}' belongs to a rule and stands beside the rules of an indicator",
        "“{key}”是规则的键，却写在了指标下",
        "write it under 'rules:'; of several rules each begins with '- '",
        "请写在 rules: 下面；有几条规则时，每条都要以“- ”开头",
    ),
    "unknown-rule": Message(
        "'{key}' alone makes no rule",
        "只有“{key}”不能构成一条规则",
        "a rule has one of: {kinds}",
        "规则要有其中一个键：{kinds}",
    ),
    "rule-needs": Message(
        "a rule with '{lead}' needs '{key}'",
        "含“{lead}”的规则还需要“{key}”",
        "write '{key}: …' in the rule",
        "请在这条规则中写“{key}: …”",
    ),
    "base-on-group": Message(
        "'{lead}' makes the score, but here the indicators below make it",
        "“{lead}”直接给出得分，而这里的得分由下级汇总",
        "put the rule on an indicator without parts; here stand deduct, award, lose_all, 'cap' and 'floor'",
        "请把这条规则写到末级指标；这里可以写deduct、award、lose_all以及cap、floor",
    ),
    "two-bases": Message(
        "a second rule makes the opening score of this indicator",
        "这个指标有两条规则都直接给出得分",
        "keep one, or give every one of them a 'when' so that one holds at a time",
        "请只保留一条，或给每条都写when，使同时只有一条成立",
    ),
    "two-ranges": Message(
        "a second range may be reached, but there is one mark only",
        "可能同时用到两个评分范围，而评分只有一个",
        "split the indicator into 'criteria', each with its own range",
        "请拆成criteria，每个要点一个评分范围",
    ),
    "start-needed": Message(
        "it is not said what '{name}' starts from",
        "没有写明“{name}”的起始分",
        "write 'start: full', 'start: zero' or a number beside 'rules'",
        "请在rules旁写“start: full”“start: zero”或一个数",
    ),
    "below-and-above": Message(
        "steps count either below or above a threshold",
        "低于和高于界限只能写一个",
        "keep 'below' or 'above'; write two rules for both sides",
        "请只保留below或above；两边都计的请写成两条规则",
    ),
    "amount-sign": Message(
        "the amount of '{key}' is below 0",
        "“{key}”的分数小于0",
        "write it without the minus; 'deduct' takes points, 'award' gives them",
        "请去掉负号；扣分用deduct，加分用award",
    ),
    "step-sign": Message(
        "a step is more than 0, not '{text}'",
        "步长要大于0，不能是“{text}”",
        "write such as 1, 0.01 or 1%",
        "请写例如1、0.01或1%",
    ),
    "veto-scope": Message(
        "'{name}' does not stand above this indicator",
        "“{name}”不是这个指标的上级",
        "write one of: {ancestors}",
        "可以写：{ancestors}",
    ),
    "ratio-form": Message(
        "'form' is for 'better: lower' alone",
        "form只与“better: lower”一起使用",
        "delete it, or write 'better: lower' beside it",
        "请删除，或同时写“better: lower”",
    ),
    "if-undefined-base": Message(
        "'if_undefined' is for a rule that makes the opening score",
        "if_undefined只用于直接给出得分的规则",
        "write it at the figure that divides",
        "请写在含除法的数据（figures）里",
    ),
    "range-shape": Message(
        "'{text}' is no range for a mark",
        "“{text}”不是评分范围",
        "write the least and the greatest mark with two dots: 'judge: 0..3', or just 'rules: judge'",
        "请用两个点写出最低和最高：“judge: 0..3”，或只写“rules: judge”",
    ),
    "range-order": Message(
        "the range '{text}' ends before it begins",
        "评分范围“{text}”的上限小于下限",
        "write the smaller end first, such as 0..3",
        "请先写小的一端，例如0..3",
    ),
    "range-hyphen": Message(
        "'{text}' is read as a difference, and a range seems to be meant",
        "“{text}”会被读作减法，而这里像是评分范围",
        "write '{written}', which asks for a mark; for a difference put the larger number first",
        "评分范围请写“{written}”，由人评分；若确为减法，请把大数写在前面",
    ),
    "percent-points": Message(
        "'{text}' is a percentage, and points are expected here: 87.5% would be 0.875 points",
        "“{text}”是百分比，而这里应是分数：87.5%会被当作0.875分",
        "write a number of points, such as 100 * x for a figure x in percent, or ratio: x, to: 100% for a share",
        "请写分数，例如 100 * x（x为百分比）；按比例得分可写 ratio: x, to: 100%",
    ),
}

_WHOLE = {
    "rounding-mode": Message(
        "how to round is not said",
        "没有写明取舍方式",
        "write 'mode: half_up' (四舍五入) under 'rounding'; the modes are {modes}",
        "请在rounding中写“mode: half_up”（四舍五入）；可用的方式：{modes}",
    ),
    "grades-shape": Message(
        "'grades' is a table of grade: least total, or a list",
        "grades应是“等级: 最低总分”，或列表",
        "write 'grades: {{优: 90, 良: 80, 差: else}}', or '- {{grade: 优, at_least: 90}}' for each",
        "请写“grades: {{优: 90, 良: 80, 差: else}}”，或每个等级写“- {{grade: 优, at_least: 90}}”",
    ),
    "grades-order": Message(
        "the grade '{grade}' does not begin below the grade before it",
        "等级“{grade}”的分数线没有低于前一个等级",
        "write the grades from the best to the worst",
        "请从高到低写各等级",
    ),
    "grade-twice": Message(
        "the grade '{grade}' stands twice",
        "等级“{grade}”重复",
        "delete or rename one of them",
        "请删除其中一个，或改名",
    ),
    "override-without-grades": Message(
        "an override names a grade, but the ruleset has no grades",
        "写了等级的特别规定，但规则集没有grades",
        "write such as 'grades: {{优: 90, 良: 80, 差: else}}'",
        "请写grades，例如“grades: {{优: 90, 良: 80, 差: else}}”",
    ),
    "override-shape": Message(
        "an override has a condition and one grade",
        "等级的特别规定应有一个条件和一个等级",
        "write '- {{when: CONDITION, grade_at_most: 中}}', or 'grade:' to set it",
        "请写“- {{when: 条件, grade_at_most: 中}}”；直接定级请用“grade:”",
    ),
}

RULESET: dict[str, Message] = {**_SHAPE, **_FIGURES, **_TREE, **_RULES, **_WHOLE, **WHOLE}
