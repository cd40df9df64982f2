"""What can be wrong with what is written once and used often: code → words, sorted by topic."""

from scoring.message import Message

_FUNCTIONS = {
    "function-shape": Message(
        "function '{name}' has no value",
        "函数“{name}”没有写出如何取值",
        "write {name}: {{needs: [x, y], is: x / y}}, or another value form in place of 'is'",
        "请写成 {name}: {{needs: [x, y], is: x / y}}，is也可以换成其他取值写法",
    ),
    "function-is-figure": Message(
        "'{name}' is a function and a figure",
        "“{name}”既是函数又是数据",
        "give one of them another name",
        "请给其中一个改名",
    ),
    "function-reads": Message(
        "function '{function}' cannot read '{name}': a function reads only what it is given",
        "函数“{function}”里不能读取“{name}”：函数只能使用传给它的参数",
        "name it in 'needs' and pass it where the function is called",
        "请写进needs，并在调用时传入",
    ),
    "function-given": Message(
        "'given({name})' cannot be asked inside a function: '{name}' need not be a figure there",
        "函数里不能用given({name})：传入的“{name}”不一定是填报的数据",
        "use known({name}), or pass given(…) as a parameter of its own",
        "请改用known({name})，或把given(…)作为一个参数传入",
    ),
    "function-needs": Message(
        "'{name}' needs {count} value(s), but is given {found}",
        "函数“{name}”需要{count}个参数，这里写了{found}个",
        "write {name}({needs}), values in this order",
        "请按顺序写成{name}({needs})",
    ),
    "function-circle": Message(
        "functions that need themselves: {steps}",
        "函数循环调用：{steps}",
        "a function cannot be made from itself; take one of the calls away",
        "函数不能直接或间接调用自己，请去掉其中一处调用",
    ),
    "functions-many": Message(
        "'{name}' leads to more than {calls} calls of functions",
        "调用“{name}”引出的函数调用超过{calls}次",
        "make the value a figure of its own and read that",
        "请把该值写成figures中的派生数据，再读取它",
    ),
}

_NEEDS = {
    "needs-missing": Message(
        "'{name}' does not say what it needs",
        "“{name}”没有写needs",
        "write 'needs: [x, y]'; of a function that needs nothing 'needs: []'",
        "请写“needs: [x, y]”；不需要参数的函数写“needs: []”",
    ),
    "needs-shape": Message(
        "'needs' is no list of names",
        "needs不是名称列表",
        "write 'needs: [x, y]', names of your own for what is passed",
        "请写“needs: [x, y]”，名称自定",
    ),
    "needs-twice": Message(
        "'{name}' is needed twice",
        "needs中“{name}”重复",
        "write each name once",
        "每个名称只写一次",
    ),
}

_SHAPES = {
    "shape-shape": Message(
        "shape '{name}' is no indicator",
        "模板“{name}”不是指标的写法",
        "write {name}: {{needs: [x], rules: …}}, with any keys of an indicator",
        "请写成 {name}: {{needs: [x], rules: …}}，指标的各键均可使用",
    ),
    "unknown-shape": Message(
        "there is no shape '{name}'",
        "没有名为“{name}”的模板",
        "declare it under 'shapes' at the top level; there are: {shapes}",
        "请在顶层shapes中声明；现有：{shapes}",
    ),
    "shape-needs": Message(
        "shape '{shape}' also needs: {missing}",
        "模板“{shape}”还缺参数：{missing}",
        "write a value for each under 'with'",
        "请在with中逐一写出取值",
    ),
    "shape-parameter": Message(
        "shape '{shape}' does not need '{name}'",
        "模板“{shape}”没有参数“{name}”",
        "it needs: {needs}",
        "该模板的参数：{needs}",
    ),
    "with-without-use": Message(
        "'with' gives values to a shape, but this indicator uses none",
        "with是传给模板的参数，但本指标没有使用模板",
        "write 'use: NAME' beside it, with a name under 'shapes', or delete 'with'",
        "请同时写“use: 模板名”，或删除with",
    ),
    "shape-circle": Message(
        "shapes that stand in themselves: {steps}",
        "模板循环使用：{steps}",
        "a shape cannot hold itself; take one of the 'use' away",
        "模板不能直接或间接包含自己，请去掉其中一处use",
    ),
    "shapes-many": Message(
        "shapes make more than {limit} indicators",
        "由模板生成的指标超过{limit}个",
        "let shapes hold fewer shapes",
        "请减少模板之间的嵌套",
    ),
}

_FILES = {
    "use-shape": Message(
        "'use' is no file and no list of files",
        "use不是文件名，也不是文件列表",
        "write 'use: shared/functions.yaml', or a list: 'use: [a.yaml, b.yaml]'",
        "请写“use: shared/functions.yaml”，或写成列表“use: [a.yaml, b.yaml]”",
    ),
    "use-path": Message(
        "'{path}' cannot be used: it lies outside the ruleset's folder and the folders beside it",
        "不能引用“{path}”：它不在本规则集的文件夹内，也不在并列的文件夹内",
        "write a relative path with slashes, such as shared/functions.yaml or ../shared/functions.yaml",
        "请写用斜杠的相对路径，如 shared/functions.yaml 或 ../shared/functions.yaml",
    ),
    "use-cycle": Message(
        "'{path}' uses the file that names it here, directly or through others, or too many files are used",
        "“{path}”与引用它的文件互相引用，或引用的文件过多",
        "take one 'use' away, or put what belongs together into one file",
        "请删除其中一处use，或把相关内容合并到一个文件",
    ),
    "shared-key": Message(
        "'{key}' cannot stand in a file that rulesets use",
        "公用文件中不能写“{key}”",
        "such a file holds 'functions', 'shapes', 'figures' and 'use'; all else stands in the ruleset",
        "公用文件只能有functions、shapes、figures和use，其余内容写在规则集中",
    ),
    "name-twice": Message(
        "'{name}' stands here and in {first} too",
        "“{name}”在此处和{first}重复声明",
        "give one of them another name; only a ruleset that extends another changes what is there already",
        "请给其中一个改名；只有沿用（extends）其他规则集时，才可以修改已有内容",
    ),
}

_RULES = {
    "thresholds-side": Message(
        "this list of thresholds does not say when one of them counts",
        "列出了界限值，但没有说明何时计入",
        "write 'above: each' (exceeded), 'at_least: each' (reached), 'below: each' or 'at_most: each'",
        "请写“above: each”（高于才计）、“at_least: each”（达到即计）、“below: each”（低于才计）"
        "或“at_most: each”（不高于即计）",
    ),
    "thresholds-sides": Message(
        "'{one}' and '{other}' stand in one rule",
        "同一条规则里同时有“{one}”和“{other}”",
        "keep one of them, or write two rules",
        "请保留一个，或分成两条规则",
    ),
    "thresholds-list": Message(
        "'each' counts thresholds, but 'per' is no list of them",
        "each表示逐个界限值计，但per不是界限值列表",
        "write 'per: [3, 4.1, 5.2]'; for equal steps from one threshold on, name that threshold in place of 'each'",
        "请写“per: [3, 4.1, 5.2]”；若是从某个值起每满一档计一次，请把each换成那个值",
    ),
    "thresholds-order": Message(
        "threshold '{text}' is out of order: beside '{side}: each' they {order!w}, and none stands twice",
        "界限值“{text}”次序不对：配合“{side}: each”时应{order!w}排列，且不得重复",
        "put the thresholds in order",
        "请按次序排列界限值",
    ),
}

REUSE: dict[str, Message] = {**_FUNCTIONS, **_NEEDS, **_SHAPES, **_FILES, **_RULES}
"""Every message of this module by its code."""
