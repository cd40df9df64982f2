"""What ``scoring check`` and the command line say, in both languages."""

from scoring.message import Message

CHECK: dict[str, Message] = {
    "unused-figure": Message(
        "figure '{name}' is read by nothing",
        "没有任何规则用到数据“{name}”",
        "use it in a rule, a formula, a weight or a grade, or remove it",
        "请在规则、公式、权重或等级中使用，或者删去",
    ),
    "unused-function": Message(
        "function '{name}' is called by nothing",
        "没有任何公式调用函数“{name}”",
        "call it in a formula, or remove it",
        "请在公式中调用，或者删去",
    ),
    "unused-shape": Message(
        "shape '{name}' is used by no indicator",
        "没有任何指标使用模板“{name}”",
        "write 'use: {name}' at an indicator, or remove it",
        "请在指标中写“use: {name}”，或者删去",
    ),
    "leaf-not-rounded": Message(
        "'{name}' has {points} points, more decimals than 'leaf: {places}'; its score is not rounded",
        "“{name}”的分值{points}的小数位数多于 leaf: {places}，得分不取舍",
        "give it a 'round:' of its own if its score is to be rounded",
        "如需取舍，请为它单独写 round:",
    ),
    "no-source": Message(
        "{count} of the rules name no clause, and the ruleset has no 'source'",
        "有{count}条规则没有依据，规则集也没有写source",
        "write source: at the top level, on an indicator or on a rule",
        "请在顶层、指标或规则上写 source:",
    ),
    "unused-method": Message(
        "method '{name}' changes nothing",
        "方法“{name}”没有改变任何内容",
        "change something in it, or remove it",
        "请写明要改变的内容，或者删去",
    ),
    "unused-grade": Message(
        "no total can get the grade '{name}': its bound is {bound}, and totals go from 0 to {points}",
        "总分不可能得到等级“{name}”：它的界限是{bound}分，而总分在0到{points}分之间",
        "write bounds within the points",
        "请把界限写在满分以内",
    ),
    "duplicate-code": Message(
        "the code '{name}' stands at two indicators; the first is at {first}",
        "编号“{name}”用于两个指标，第一个在{first}",
        "give each indicator a code of its own: as an address this one fits both",
        "请让每个指标的编号各不相同：作为地址，这个编号同时指两个指标",
    ),
    "worse-pays-more": Message(
        "of '{name}', the worse word '{worse}' gives {more}, the better word '{better}' only {less}",
        "“{name}”中较差的“{worse}”得{more}，较好的“{better}”只得{less}",
        "correct the amounts, or the order of the words: the best comes first",
        "请改正得分，或改正词的次序：最好的词排在最前",
    ),
    "unknown-case": Message(
        "there is no case '{name}'",
        "没有名为“{name}”的单位",
        "choose one of: {cases}",
        "可以选：{cases}",
    ),
    "node-not-here": Message(
        "'{name}' stands in a variant that this case does not have",
        "“{name}”属于这个单位不采用的变体（variants）",
        "ask for its parent",
        "请改查其上级指标",
    ),
    "no-such-node": Message(
        "there is no indicator '{address}'",
        "没有名为“{address}”的指标",
        "write its code, its name, its path or the end of its path",
        "请写指标的编号、名称、路径或路径的末段",
    ),
    "file-exists": Message(
        "'{name}' exists already; nothing was written",
        "“{name}”已经存在，没有写入任何内容",
        "choose another name",
        "请换一个名称",
    ),
    "name-unusable": Message(
        "'{name}' cannot be the name of a ruleset",
        "“{name}”不能作规则集的名称",
        "use letters, digits, '-' and '_'",
        "请用文字、数字、“-”和“_”",
    ),
    "cannot-write": Message(
        "'{name}' cannot be written: {reason}",
        "无法写入“{name}”：{reason}",
        "choose a file in a folder that exists and that you may write to",
        "请选择已存在且可以写入的文件夹",
    ),
}
