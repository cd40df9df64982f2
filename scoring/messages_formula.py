"""What can be wrong with a value of a ruleset: a formula or a value form: code → words, sorted by topic."""

from scoring.message import Message
from scoring.messages_function import FUNCTIONS

_NAMES = {
    "unknown-figure": Message(
        "there is no figure '{name}'",
        "没有名为“{name}”的数据",
        "declare it under 'figures'; a word stands in quotes: '{name}'",
        "请在figures中声明；如果是文字选项，请加引号：'{name}'",
    ),
    "word-unquoted": Message(
        "'{word}' is a word, but stands without quotes",
        "“{word}”是文字选项，但没有加引号",
        "write '{word}' with quotes",
        "请加引号，写成'{word}'",
    ),
    "figure-elsewhere": Message(
        "'{name}' is '{address}', a figure that only its own indicator can read",
        "“{name}”是指标自有的数据（{address}），别处不能读取",
        "declare it under the top-level 'figures' to read it here",
        "要在这里读取，请在顶层figures中声明",
    ),
    "figure-words": Message(
        "'{word}' is no figure, and this form declares no words",
        "“{word}”不是数据名称，这里也没有声明words",
        "write 'words: [{word}, …]' beside the form if its results are words, or correct the name",
        "如果结果是文字选项，请同时写“words: [{word}, …]”；否则请改正名称",
    ),
    "unknown-node": Message(
        "there is no indicator '{address}'",
        "没有名为“{address}”的指标",
        "write an indicator's id, or the end of its path, before the dot",
        "点号前请写指标的编号（键），或其路径的末段",
    ),
    "unknown-attribute": Message(
        "an indicator has no '{name}'",
        "指标没有“{name}”这一项",
        "after the dot stands one of: {options}",
        "点号后可以写：{options}",
    ),
    "ambiguous-address": Message(
        "'{address}' fits more than one indicator",
        "“{address}”对应不止一个指标",
        "write more of the path; it may be: {candidates}",
        "请把路径写得更完整，可能是：{candidates}",
    ),
    "node-without-attribute": Message(
        "'{name}' is an indicator; what of it is meant is not said",
        "“{name}”是指标，没有写明取它的哪一项",
        "write {attributes} or the like",
        "请写{attributes}等",
    ),
    "given-derived": Message(
        "'{name}' is derived, so no case gives it",
        "“{name}”是派生数据，案例不会给出",
        "ask 'known({name})', or 'given' of a figure that it is made from",
        "请写known({name})，或对其来源数据使用given",
    ),
    "lowest-of-leaf": Message(
        "'{name}' has no children that '.lowest' could compare",
        "“{name}”没有下级指标，不能取lowest",
        "write '.lowest' after a group, or '.score / .points' for a single indicator",
        "lowest只用于有下级的指标；单个指标请用得分除以分值",
    ),
    "name-underscore": Message(
        "the name '{name}' begins with an underscore",
        "名称“{name}”以下划线开头",
        "leave out the underscore",
        "请去掉开头的下划线",
    ),
    "name-folds": Message(
        "'{name}' is written with characters that read as '{folded}'",
        "“{name}”用了变体字符（如全角字母），等同于“{folded}”",
        "write '{folded}'",
        "请写“{folded}”",
    ),
    "finding-when": Message(
        "'{name}' cannot be read for each finding",
        "逐个问题判断时不能读取“{name}”",
        "a 'when' beside 'per: finding' reads only the finding's own 'amount'; other conditions go without it",
        "与“per: finding”同写的when只能读取该问题的amount；其他条件请不要与“per: finding”同写",
    ),
    "without-findings": Message(
        "a rule reads findings, but the ruleset does not say what no finding means",
        "规则用到问题记录，但没有写明没有问题记录时如何处理",
        "write 'without_findings: keep' at the top level: nothing found, nothing lost",
        "请在顶层写“without_findings: keep”，即未发现问题不扣分",
    ),
    "findings-left-out": Message(
        "findings cannot be read with 'without_findings: left out'",
        "“without_findings: left out”时规则不能读取问题记录",
        "write 'without_findings: keep', or a rule that reads a mark or a figure",
        "请写“without_findings: keep”，或改用评分、数据来计分",
    ),
    "cycle": Message(
        "this needs itself: {steps}",
        "循环引用：{steps}",
        "take one of the steps out of its formula",
        "请从公式中去掉其中一步",
    ),
}

_TYPES = {
    "value-type": Message(
        "{wanted!w} is expected here, but this is {found!w}",
        "这里应是{wanted!w}，但写的是{found!w}",
        "a number is such as 0.5 or spent / received, a truth value such as spent > 0 or true",
        "数如0.5或spent / received；真假如spent > 0或true",
    ),
    "formula-type": Message(
        "'{part}' mixes kinds: {wanted!w} is expected, but there is {found!w}",
        "“{part}”类型不符：应是{wanted!w}，而这里是{found!w}",
        "compare numbers with numbers and words with words in quotes; a number is no condition, write x > 0",
        "数与数比较，文字选项加引号并与文字比较；数不能当条件，请写成x > 0",
    ),
    "formula-order": Message(
        "only numbers, dates and words of an ordered list have an order",
        "只有数、日期和有次序的词可以比较大小",
        "compare truth values and other words with == or !=, or list the words: in ('a', 'b')",
        "真假和其他文字请用==或!=比较，文字也可列举：in ('a', 'b')",
    ),
    "not-constant": Message(
        "'{text}' changes with the case, but a fixed number is expected here",
        "“{text}”随案例变化，这里应是固定的数",
        "write a number such as 60",
        "请写一个数，例如60",
    ),
    "value-shape": Message(
        "this is neither a number nor a formula nor a value form",
        "这里既不是数，也不是公式或取值写法",
        "write a number, a formula, or a form with bands, by, interpolate, rows or is",
        "请写数、公式，或含bands、by、interpolate、rows、is的写法",
    ),
    "number-expected": Message(
        "'{key}' takes a plain number, not '{text}'",
        "“{key}”应是一个数，而不是“{text}”",
        "write digits, such as '{key}: 10' or '{key}: 0.5', with at most 15 on each side of the point",
        "请写数字，例如“{key}: 10”或“{key}: 0.5”，小数点两边各不超过15位",
    ),
    "places-expected": Message(
        "'{key}' takes a whole number from 0 to {limit}",
        "“{key}”应是0到{limit}的整数",
        "write '{key}: 2' for two decimals",
        "保留两位小数请写“{key}: 2”",
    ),
    "flag-expected": Message(
        "'{key}' is true or false, not '{text}'",
        "“{key}”只能是true或false，不能是“{text}”",
        "write '{key}: true', or leave the key out",
        "请写“{key}: true”，或删除这个键",
    ),
    "text-expected": Message(
        "'{key}' is a single text",
        "“{key}”应是一段文字",
        "write '{key}: text'; a text with a comma or a bracket stands in quotes",
        "请写成“{key}: 文字”；含逗号或括号的文字请加引号",
    ),
    "table-expected": Message(
        "'{key}' takes keys and values",
        "“{key}”下面应是若干“键: 值”",
        "write '{key}:' and below it one 'key: value' a line",
        "请在“{key}:”下面每行写一个“键: 值”",
    ),
    "allow-shape": Message(
        "'allow' takes the codes of findings, each with a reason",
        "allow下面应写检查项的代码，每项写明理由",
        "write 'allow: {{{found}: why it is meant}}'",
        "请写“allow: {{{found}: 允许的理由}}”",
    ),
    "unknown-option": Message(
        "'{key}' cannot be '{found}'",
        "“{key}”不能是“{found}”",
        "write one of: {options}",
        "可以写：{options}",
    ),
    "unknown-word": Message(
        "'{word}' is none of the words of this figure",
        "“{word}”不在可取的词之中",
        "write one of: {words}",
        "可以写：{words}",
    ),
}

_UNITS = {
    "units-differ": Message(
        "'{left}' and '{right}' do not fit together",
        "单位“{left}”和“{right}”不一致",
        "use figures of one unit, or convert one of them by a factor",
        "请使用同一单位的数据，或先乘以换算系数",
    ),
    "percent-missing": Message(
        "'{text}' is given for a figure in %",
        "“{text}”用于以%为单位的数据",
        "write '{text}%' if percent is meant; a ratio such as 0.95 is 95%",
        "如果是百分数，请写“{text}%”；比例0.95要写成95%",
    ),
    "percent-unexpected": Message(
        "'{key}' cannot be a percentage here: '{text}'",
        "这里“{key}”不能写百分数“{text}”",
        "write a plain number; only what has the unit % carries the sign",
        "请写普通数字；只有单位为%的才带百分号",
    ),
    "percent-sign-place": Message(
        "a % that does not follow a number directly",
        "这里的%没有紧跟在数字后面",
        "write 90% without a blank; the rest of a division is remainder(x, y)",
        "百分数请写成90%，中间不留空格；求余数请用remainder(x, y)",
    ),
    "number-too-long": Message(
        "'{text}' has more than 15 digits on one side of the point",
        "“{text}”小数点一侧超过15位",
        "shorten it, or write a fraction such as 50/12",
        "请缩短，或写成分数，例如50/12",
    ),
    "number-too-large": Message(
        "'{part}' can get larger than can be computed with",
        "“{part}”的数值可能大到无法计算",
        "avoid powers of powers; give a figure or a level of many unrounded shares a rounding",
        "请避免对乘方再乘方；大量未取舍的比例之和，请对数据或该级得分规定取舍",
    ),
    "number-written": Message(
        "'{text}' is not a number as it is written here",
        "“{text}”不是这里可用的数字写法",
        "write digits and one point, such as 1000 or 0.5, without exponent, underscores or letters",
        "请只用数字和小数点，例如1000或0.5，不用指数、下划线或字母",
    ),
}

_SYNTAX = {
    "formula-syntax": Message(
        "'{text}' cannot be read as a formula",
        "“{text}”不是完整的公式",
        "check brackets, commas and operators near the mark; a word stands in quotes, a name has no blanks",
        "请检查标记处的括号、逗号和运算符；文字选项请加引号，名称中不能有空格",
    ),
    "number-wide": Message(
        "'{text}' is written in full-width characters",
        "“{text}”用了全角字符",
        "write half-width digits and signs: {half}",
        "请用半角数字和符号：{half}",
    ),
    "formula-character": Message(
        "'{char}' has no meaning in a formula",
        "公式中不能用“{char}”",
        "formulas have + - * / ( ) , . % < <= > >= == != and, or, not, in, if … else; full-width signs are not read",
        "公式可用+ - * / ( ) , . % < <= > >= == !=以及and、or、not、in、if … else；请用半角符号",
    ),
    "formula-operator": Message(
        "formulas do not have '{operator}'",
        "公式中没有“{operator}”",
        "write {instead}",
        "请写{instead}",
    ),
    "formula-not-allowed": Message(
        "'{what}' is not part of a formula",
        "公式中不能写“{what}”",
        "a formula is made of numbers, names, operators and functions such as min(x, y)",
        "公式只由数、名称、运算符和min(x, y)这样的函数组成",
    ),
    "formula-too-long": Message(
        "the formula has more than {limit} characters",
        "公式超过{limit}个字符",
        "name its parts as figures with 'is:'",
        "请把各部分写成figures中的派生数据（is:）",
    ),
    "formula-too-deep": Message(
        "the formula is too long or has more than {limit} brackets inside one another",
        "公式过长，或括号嵌套超过{limit}层",
        "name its parts as figures with 'is:'",
        "请把各部分写成figures中的派生数据（is:）",
    ),
    "formula-in": Message(
        "after 'in' a list of words stands in brackets",
        "in后面应是括号里的一组值",
        "write x in ('a', 'b'); for a single word x == 'a'",
        "请写x in ('a', 'b')；只有一个词时写x == 'a'",
    ),
    "formula-null": Message(
        "'{name}' is no value that a formula can use",
        "公式中不能用“{name}”",
        "ask 'known(x)' whether x has a value; a result without a value is 'null' alone",
        "判断x是否有值请写known(x)；没有值的结果单独写null",
    ),
    "formula-name-truth": Message(
        "a truth value is written in small letters",
        "真假值要用小写字母",
        "write '{word}'",
        "请写“{word}”",
    ),
}

_FORMS = {
    "bands-shape": Message(
        "'bands' is a table of bound: result, or a list of bands",
        "bands应是“界限: 结果”，或各档的列表",
        "write 'bands: {{90%: 5, 80%: 3, else: 0}}', or '- {{at_least: 80%, below: 90%, is: 3}}' for each",
        "请写“bands: {{90%: 5, 80%: 3, else: 0}}”，或每档写“- {{at_least: 80%, below: 90%, is: 3}}”",
    ),
    "bands-order": Message(
        "the bound '{bound}' is out of order: with 'edge: {edge}' bounds must {order!w}",
        "界限“{bound}”顺序不对：“edge: {edge}”时界限应{order!w}",
        "reorder the bands; mixed edges take a list: '- {{at_least: 130, below: 150, is: 3}}'",
        "请调整顺序；各档界限归属不同的请写成列表：“- {{at_least: 130, below: 150, is: 3}}”",
    ),
    "bands-merged": Message(
        "'{bound}' is out of order behind '{before}': these bands are merged, key by key, with those they change",
        "“{bound}”排在“{before}”之后，顺序不对：这里的各档与所修改的各档是逐项合并的",
        "take away with 'remove: [{before}]' what is not to stay or has to come later, and write the latter again",
        "请用“remove: [{before}]”删去不保留或应排在后面的档，后者再按顺序重写",
    ),
    "bound-number": Message(
        "'{text}' is no bound",
        "“{text}”不是界限值",
        "write a number such as 90 or 90%, or else for the rest; formulas go to a list of bands",
        "请写数字，如90或90%，其余写else；用公式的界限请写成列表",
    ),
    "else-last": Message(
        "what comes after the rest is never reached",
        "“其余”之后的内容永远不会用到",
        "put the entry with else, or without a condition, last",
        "请把else或没有条件的一项放在最后",
    ),
    "by-incomplete": Message(
        "'by' says nothing for: {words}",
        "by没有写：{words}",
        "write an entry for each, or 'else: …' for the rest",
        "请逐一写出，或用“else: …”表示其余",
    ),
    "by-else": Message(
        "'by' says nothing for other numbers",
        "by没有写其他数值的结果",
        "write 'else: …' for the rest",
        "请用“else: …”表示其余",
    ),
    "by-list": Message(
        "the list has {count} results, but the words are: {words}",
        "列表有{count}个结果，而可取的词是：{words}",
        "write one result for each word, in their order, or a table 'word: result'",
        "请按词的顺序每词写一个结果，或写成“词: 结果”",
    ),
    "by-number": Message(
        "'{text}' is no whole number",
        "“{text}”不是整数",
        "a figure without words is looked up by whole numbers; use 'bands' for intervals",
        "没有words的数据按整数对应；区间请用bands",
    ),
    "interpolate-shape": Message(
        "'interpolate' is a table of at least two points",
        "interpolate至少要有两个点",
        "write 'interpolate: {{0: 1, 1000: 1.1}}'",
        "请写“interpolate: {{0: 1, 1000: 1.1}}”",
    ),
    "interpolate-order": Message(
        "the point '{bound}' is not above the one before",
        "点“{bound}”没有大于前一个点",
        "write the points from the least to the greatest",
        "请从小到大写各点",
    ),
    "rows-shape": Message(
        "'rows' is a list of 'when' and 'is'",
        "rows应是由when和is组成的列表",
        "write '- {{when: x > 3, is: 0}}' for each row; the last may have no 'when'",
        "每行请写“- {{when: x > 3, is: 0}}”；最后一行可以不写when",
    ),
}

FORMULA: dict[str, Message] = {**_NAMES, **_TYPES, **_UNITS, **_SYNTAX, **FUNCTIONS, **_FORMS}
