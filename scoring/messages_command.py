"""What the command line says, in both languages."""

from scoring.message import Message

COMMAND: dict[str, Message] = {
    "settings-unreadable": Message(
        "the settings cannot be read: {reason}",
        "无法读取设置：{reason}",
        "correct the file, or remove [tool.scoring] from it",
        "请改正该文件，或删去其中的[tool.scoring]",
    ),
    "settings-key": Message(
        "[tool.scoring] has no key '{key}'",
        "[tool.scoring]没有“{key}”这一项",
        "it may have: {keys}",
        "可以写：{keys}",
    ),
    "settings-cliff": Message(
        "'cliff' in [tool.scoring] is a share of a leaf's points, \"0%\" to \"100%\", not '{found}'",
        '[tool.scoring]的cliff是末级指标分值的份额，从"0%"到"100%"，不能写“{found}”',
    ),
    "settings-table": Message(
        "'{key}' is a table",
        "“{key}”应是一个表",
        "write {example}",
        "请写{example}",
    ),
    "settings-fixed": Message(
        "the severity of '{name}' cannot be changed: nothing is scored while it is there",
        "“{name}”的严重程度不能更改：只要有这个问题，就无法评分",
        "correct it in the ruleset; 'scoring check --explain' lists what can be set",
        "请在规则集中改正；“scoring check --explain”列出可以设置的检查项",
    ),
    "settings-deep": Message(
        "the settings cannot be read: lists or tables are nested too deep",
        "无法读取设置：列表或表嵌套过深",
        "correct the file",
        "请改正该文件",
    ),
    "report-format": Message(
        "'{name}' does not say what to write",
        "从“{name}”看不出要写成什么格式",
        "give a name that ends in one of {known}",
        "请用以下后缀之一作文件名的结尾：{known}",
    ),
    "unknown-code": Message(
        "there is no finding '{name}'",
        "没有名为“{name}”的检查项",
        "'scoring check --explain' lists all of them",
        "“scoring check --explain”列出全部检查项",
    ),
    "name-empty": Message(
        "an empty name was given in place of a ruleset",
        "给出的规则集名称是空的",
        "name a ruleset file or a folder; a variable of a script may be empty",
        "请写规则集文件或文件夹的名称；可能是脚本中的变量为空",
    ),
    "folder-empty": Message(
        "there is no ruleset in this folder",
        "这个文件夹中没有规则集",
        "a ruleset is a file .yaml or .yml with 'ruleset:' at its top level; hidden folders are passed over",
        "规则集是顶层写有“ruleset:”的.yaml或.yml文件；隐藏文件夹不在查找范围内",
    ),
    "folder-unreadable": Message(
        "this folder cannot be read: {reason}",
        "无法读取这个文件夹：{reason}",
        "name a folder that you may read",
        "请选择可以读取的文件夹",
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
    "output-read": Message(
        "'{name}' is read in this run; {option} would overwrite it",
        "“{name}”本次要读取，{option}会将其覆盖",
        "give {option} a file of its own: scoring test TESTS {option} {example}",
        "请为{option}另写一个文件：scoring test 测试文件 {option} {example}",
    ),
    "output-exists": Message(
        "'{name}' exists already, and {option} has not written it",
        "“{name}”已经存在，且不是由{option}写出的",
        "choose another name, such as {example}, or move that file away first",
        "请换一个名称（如{example}），或先移走该文件",
    ),
    "output-for-both": Message(
        "'{name}' cannot be written by {other} and by {option}",
        "“{name}”不能既由{other}写出，又由{option}写出",
        "choose another name for one of them",
        "请为其中之一换一个名称",
    ),
    "report-suffix": Message(
        "'{name}' does not say what kind of file the sign-off is to be",
        "从“{name}”看不出测试确认书应是哪种文件",
        "end its name in {suffixes}",
        "文件名请以{suffixes}结尾",
    ),
    "report-unread": Message(
        "no sign-off is written: not all files of tests could be read",
        "没有写出测试确认书：有的测试文件无法读取",
        "correct what is said above, then run it again",
        "请按上述提示改正后重新运行",
    ),
    "output-input": Message(
        "'{name}' is read here, and would be overwritten",
        "“{name}”正要读取，不能同时写入",
        "write to a file of another name",
        "请换一个文件名",
    ),
    "needs-package": Message(
        "writing '{name}' needs {library}, which is not installed",
        "写“{name}”需要{library}，尚未安装",
        "pip install 'declarative-scoring[{extra}]'",
        "请执行 pip install 'declarative-scoring[{extra}]'",
    ),
    "cannot-write": Message(
        "'{name}' cannot be written: {reason}",
        "无法写入“{name}”：{reason}",
        "choose a file in a folder that exists and that you may write to",
        "请选择已存在且可以写入的文件夹",
    ),
}
