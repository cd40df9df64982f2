"""What can be wrong with open scales, and with total, grade and further results: code → words, sorted by topic."""

from scoring.message import Message

_OPEN = {
    "open-share": Message(
        "'{text}' is a share of points, and an open scale (points: none) has no points",
        "“{text}”是分值的份额，而这里不设满分（points: none）",
        "write an amount in points, such as 2, or give the scale points",
        "请直接写分数，例如2；或者给它写明分值",
    ),
    "open-full": Message(
        "'{text}' asks for a full mark, and an open scale (points: none) has none",
        "“{text}”要用到满分，而这里不设满分（points: none）",
        "write the points themselves: a rule 'points: FORMULA' or bands, a range such as 0..3, a number; "
        "or give the scale points",
        "请直接写分数：用“points: 算式”或分档的规则，用0..3这样的范围，或写一个数；也可以给它写明分值",
    ),
    "open-policy": Message(
        "'{text}' keeps or moves points, and an open scale (points: none) has none",
        "“{text}”要保留或转移分值，而这里不设满分（points: none）",
        "write drop or zero where an indicator does not apply, zero or a value where a figure is missing, "
        "zero or not_applicable where there are no records",
        "指标不适用时请写drop或zero，缺数据时请写zero或一个值，没有记录时请写zero或not_applicable",
    ),
    "open-child": Message(
        "'{name}' is an open scale (points: none), of which 'combine: {combine}' cannot take a share",
        "“{name}”不设满分（points: none），“combine: {combine}”无法计算比例",
        "give it points, or write 'combine: sum' or 'points: none' above it",
        "请给它写明分值，或在上级写“combine: sum”或“points: none”",
    ),
    "only-open": Message(
        "'{name}' has points, but all that stands below it is outside them",
        "“{name}”有分值，但下级没有一项占其中的分值",
        "write 'points: none' for '{name}' too, or give points to what stands below it",
        "请给“{name}”也写“points: none”，或给下级写明分值",
    ),
    "variants-open": Message(
        "some variants of '{name}' are open scales (points: none), others have points",
        "“{name}”的各种情形中，有的不设满分（points: none），有的有分值",
        "write 'points: none' for all of them or for none",
        "请都写“points: none”，或都写明分值",
    ),
    "combine-open": Message(
        "'combine: {combine}' takes shares of points, and an open scale (points: none) has none",
        "“combine: {combine}”按得分比例计算，而这里不设满分（points: none）",
        "write one of: {options}; or give the group points",
        "可以用：{options}；或者给这一组写明分值",
    ),
    "spread-open": Message(
        "'spread' shares out points, and an open scale (points: none) has none",
        "spread用来分配分值，而这里不设满分（points: none）",
        "write 'points' at each of the indicators below, or give the scale points",
        "请给下级逐一写points，或者给它写明分值",
    ),
    "item-open": Message(
        "a {item} item has points that are the most it gives or takes, not 'none'",
        "加分项和扣分项的分值是最多能加或扣的分，不能是none",
        "write the most as 'points: 5'; without a limit delete '{item}' and write 'points: none' above it too",
        "请写明最多加或扣多少分，例如“points: 5”；没有限度的，请删去“{item}”，并在上级也写“points: none”",
    ),
    "item-in-open": Message(
        "'{name}' is a {item} item, which stands outside points, but '{group}' is an open scale (points: none)",
        "“{name}”是分值以外的{item!w}，而“{group}”不设满分（points: none）",
        "delete '{item}': on an open scale every part adds what it scores; for one that takes away write 'weight: -1'",
        "请删去“{item}”：不设满分时，每一项都按得分计入；要扣除的请写“weight: -1”",
    ),
    "veto-total": Message(
        "'total' is a formula here, which no 'lose_all' empties",
        "这里的总分由算式得出，lose_all不能使它归零",
        "put the condition into the formula: 'total: 0 if CONDITION else …'",
        "请把条件写进算式：“total: 0 if 条件 else …”",
    ),
}

_RESULTS = {
    "total-idle": Message(
        "'{key}' does nothing beside 'total', which makes the score of the whole",
        "写了total，总分就由它得出，“{key}”不起作用",
        "delete it, or delete 'total' so that the indicators make the score",
        "请删除；要由指标汇总得分，请删除total",
    ),
    "total-none": Message(
        "'{key}' is about the total, and 'total: none' says that there is none",
        "“{key}”要用到总分，而“total: none”表示没有总分",
        "delete it, or write a formula as 'total'; a grade without a total is a word: 'grade: FIGURE'",
        "请删除，或给total写算式；没有总分时，等级取一个词：“grade: 数据”",
    ),
    "total-none-bare": Message(
        "without a total and without a grade nothing would come out",
        "既没有总分，也没有等级，不会得出任何结果",
        "write 'grade: FIGURE' or 'outputs: [FIGURE, …]' beside it, or a formula as 'total'",
        "请同时写“grade: 数据”或“outputs: [数据, …]”，或给total写算式",
    ),
    "no-total": Message(
        "there is no total to read: the ruleset says 'total: none'",
        "规则集写了“total: none”，没有总分可用",
        "read figures and scores of indicators, such as 'safety.score'",
        "请使用数据或指标的得分，例如safety.score",
    ),
    "grade-and-grades": Message(
        "'grade' and 'grades' both say what the grade is",
        "grade和grades都在规定等级",
        "keep 'grades' for intervals of the total, or 'grade' for a word that a figure or a table gives",
        "请只保留一个：按总分分段用grades，由数据或对照表给出等级用grade",
    ),
    "grade-words": Message(
        "a grade is a word of a list that names them all, best first",
        "等级应是一组词中的一个，这组词要从最好到最差列全",
        "name a figure that has 'words', or write 'grade: {{words: [优, 良, 差], of: …, edge: at_least, bands: …}}'",
        "请写一个有words的数据，或写“grade: {{words: [优, 良, 差], of: …, edge: at_least, bands: …}}”",
    ),
    "grades-rise": Message(
        "the grade '{grade}' does not end above the grade before it",
        "等级“{grade}”的界限没有高于前一个等级",
        "with 'better: lower' write the grades from the best to the worst, each with the most its total may be",
        "写了“better: lower”，请从最好到最差写各等级，界限是总分最高不超过多少，逐级升高",
    ),
    "grade-edge": Message(
        "'{key}' does not fit 'better: {better}'",
        "“{key}”与“better: {better}”不相配",
        "write '{edge}' here, or 'better: {other}' at the top level",
        "这里请写“{edge}”，或在顶层写“better: {other}”",
    ),
    "portfolio-groups": Message(
        "'of_groups' adds up the top indicators, and the total is not their sum",
        "of_groups按一级指标相加，而这里的总分不是它们的合计",
        "write 'total: of_totals'",
        "请写“total: of_totals”",
    ),
    "outputs-shape": Message(
        "'outputs' is a list of names",
        "outputs应是一组名称",
        "write 'outputs: [unit_cost, action]' with names of figures or addresses of indicators",
        "请写“outputs: [unit_cost, action]”，列出数据的名称或指标的地址",
    ),
    "unknown-output": Message(
        "'{name}' is neither a figure nor an indicator",
        "“{name}”既不是数据，也不是指标",
        "write the name of a figure, or the address of an indicator whose score is wanted",
        "请写数据的名称，或要列出得分的指标的地址",
    ),
    "output-twice": Message(
        "'{name}' is among the outputs already (line {line})",
        "“{name}”在outputs中重复（第一次在第{line}行）",
        "delete one of them",
        "请删除其中一个",
    ),
}

WHOLE: dict[str, Message] = {**_OPEN, **_RESULTS}
