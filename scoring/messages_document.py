"""What can be wrong with a file before anything is made of it: code → words, sorted by topic."""

from scoring.message import Message

_FILES = {
    "file-missing": Message("there is no such file", "没有这个文件", "check the path", "请检查路径"),
    "file-unreadable": Message(
        "the file cannot be read",
        "文件无法读取",
        "name an ordinary file that you may read",
        "请指定一个有权限读取的普通文件",
    ),
    "file-too-large": Message(
        "the file has more than {limit} bytes",
        "文件超过{limit}字节",
        "a ruleset or a file of cases has 1 MiB at most, a CSV file with a list 32 MiB; split it",
        "规则文件和案例文件最大1 MiB，存放列表的CSV文件最大32 MiB，请拆分",
    ),
    "encoding-utf16": Message(
        "the file is encoded as UTF-16 or UTF-32",
        "文件编码是UTF-16或UTF-32",
        "save it as UTF-8",
        "请另存为UTF-8编码",
    ),
    "encoding-gbk": Message(
        "the file is not UTF-8; it reads as GBK (GB18030)",
        "文件不是UTF-8编码，看起来是GBK（GB18030）",
        "save it as UTF-8; commands that score read CSV saved so with --encoding gb18030",
        "请另存为UTF-8编码；评分等命令读取这样保存的CSV文件时，也可以加上 --encoding gb18030",
    ),
    "encoding": Message(
        "the file is not {encoding} from here on",
        "从这里开始不是{encoding}编码",
        "save it as UTF-8",
        "请另存为UTF-8编码",
    ),
    "encoding-unknown": Message(
        "there is no encoding '{encoding}'",
        "没有名为“{encoding}”的编码",
        "use utf-8 or gb18030",
        "请用utf-8或gb18030",
    ),
    "invisible-character": Message(
        "an invisible character, {character}",
        "这里有看不见的字符{character}",
        "delete it; it often comes along when text is copied from a document or a web page",
        "请删除；从文档或网页复制文字时常会带入",
    ),
}

_LIMITS = {
    "too-deep": Message(
        "more than {limit} tables and lists inside one another",
        "嵌套超过{limit}层",
        "write it flatter",
        "请减少嵌套层次",
    ),
    "too-many-nodes": Message(
        "the document has more than {limit} values",
        "文件中的值超过{limit}个",
        "split it into several files",
        "请拆成几个文件",
    ),
}

_SHAPE = {
    "document-empty": Message(
        "the document is empty",
        "文件是空的",
        "one table of keys and values is expected, such as 'ruleset: name'",
        "应有一组“键: 值”，例如“ruleset: 名称”",
    ),
    "document-not-table": Message(
        "the document is not a table of keys and values",
        "文件内容不是一组“键: 值”",
        "begin with a key, such as 'ruleset: name'",
        "请以键开头，例如“ruleset: 名称”",
    ),
    "several-documents": Message(
        "a second document begins here",
        "这里开始了第二个文档",
        "one file holds one document; make two files, or one table of both",
        "一个文件只能有一个文档；请分成两个文件，或合并成一个",
    ),
}

_KEYS = {
    "duplicate-key": Message(
        "'{key}' stands here twice; the first is on line {line}",
        "“{key}”重复，第一次出现在第{line}行",
        "delete or rename one of them; of a list each item begins with '- '",
        "请删除其中一个，或改名；如果是列表，每一项都要以“- ”开头",
    ),
    "equal-keys": Message(
        "'{key}' and '{other}' are the same number; the first is on line {line}",
        "“{key}”和“{other}”是同一个数，前一个在第{line}行",
        "delete one of them; if they are codes and not numbers, put them in quotes",
        "请删除其中一个；如果是编号而不是数，请加引号",
    ),
    "alike-keys": Message(
        "'{key}' and '{other}' are the same name in other characters; the first is on line {line}",
        "“{key}”和“{other}”只是字符形式不同（如全角和半角），是同一个名称，前一个在第{line}行",
        "delete or rename one of them",
        "请删除其中一个，或改名",
    ),
    "key-empty": Message("a value without a key", "值前面没有键", "write 'key: value'", "请写成“键: 值”"),
    "key-not-text": Message(
        "a list or a table stands where a key is expected",
        "应写键的地方出现了列表或表",
        "a key is text; put it in quotes if it begins with [ or {{",
        "键必须是文字；以[或{{开头的键请加引号",
    ),
    "key-underscore": Message(
        "the key '{key}' begins with an underscore",
        "键“{key}”以下划线开头",
        "leave out the underscore",
        "请去掉开头的下划线",
    ),
}

_REFUSED = {
    "anchor": Message(
        "an anchor ('&name') is not allowed",
        "不允许使用锚点（&名称）",
        "write the value out; if the text begins with &, put it in quotes",
        "请把内容完整写出；如果文字本身以&开头，请加引号",
    ),
    "alias": Message(
        "an alias ('*name') is not allowed",
        "不允许使用别名（*名称）",
        "write the value out; if the text begins with *, put it in quotes",
        "请把内容完整写出；如果文字本身以*开头，请加引号",
    ),
    "tag": Message(
        "a tag ('!name') is not allowed",
        "不允许使用标签（!名称）",
        "leave it out; if the text begins with !, put it in quotes",
        "请删除；如果文字本身以!开头，请加引号",
    ),
    "merge-key": Message(
        "the merge key '<<' is not allowed",
        "不允许使用合并键“<<”",
        "write the keys out, or use 'extends' or 'each'",
        "请把各键完整写出，或使用extends、each",
    ),
    "directive": Message(
        "a line that begins with % is not allowed",
        "不允许以%开头的行",
        "delete the line",
        "请删除这一行",
    ),
    "not-finite": Message(
        "'{text}' is not a number that can be scored",
        "“{text}”不是可以计分的数",
        "write a plain decimal, or leave the value out",
        "请写普通小数，或不写这个值",
    ),
}

_TRAPS = {
    "comment-in-value": Message(
        "'{lost}' is read as a comment, the value is only '{kept}'",
        "“{lost}”会被当作注释，值只剩“{kept}”",
        "put the value in quotes; if it is a comment, leave a blank after #",
        "请给值加引号；如果确实是注释，请在#后加空格",
    ),
    "comma-in-value": Message(
        "the comma ends the value '{kept}'",
        "逗号使值在“{kept}”处就结束了",
        "a value with a comma stands in quotes",
        "含逗号的值请加引号",
    ),
    "comma-in-number": Message(
        "the commas of {text} end the value",
        "{text}中的逗号使值提前结束",
        "write a number without thousands separators: {number}",
        "数字不要写千分位逗号：{number}",
    ),
    "key-without-value": Message(
        "'{key}' has no value",
        "“{key}”没有值",
        "write '{key}: value'; a text with a comma or a bracket stands in quotes",
        "请写成“{key}: 值”；含逗号或括号的文字请加引号",
    ),
    "percent-unquoted": Message(
        "a value cannot begin with %",
        "值不能以%开头",
        'put it in quotes: "%"',
        '请加引号："%"',
    ),
    "reserved-character": Message(
        "a value cannot begin with {character}",
        "值不能以{character}开头",
        "put the value in quotes",
        "请给值加引号",
    ),
    "colon-in-value": Message(
        "a second ': ' on one line",
        "同一行出现了第二个“: ”",
        "a value with a colon stands in quotes; a new key begins on a line of its own",
        "含冒号的值请加引号；新的键请另起一行",
    ),
    "colon-missing": Message(
        "a key without a colon",
        "键后面缺少冒号",
        "write 'key: value', with an ASCII colon and a blank",
        "请写成“键: 值”，用半角冒号并加一个空格",
    ),
    "colon-wide": Message(
        "a full-width colon does not end a key",
        "全角冒号“：”不能用来结束键",
        "write an ASCII colon and a blank: ': '",
        "请用半角冒号加空格“: ”",
    ),
    "comma-wide": Message(
        "a full-width comma does not end a value",
        "全角逗号“，”不能用来隔开各项",
        "write an ASCII comma and a blank: ', '; a text with a comma stands in quotes",
        "请用半角逗号加空格“, ”；如果是文字的一部分，请给文字加引号",
    ),
    "colon-blank": Message(
        "a blank is missing after the colon",
        "冒号后面缺少空格",
        "write 'key: value'; a text with a colon stands in quotes",
        "请写成“键: 值”；含冒号的文字请加引号",
    ),
    "key-long": Message(
        "a key of more than {limit} characters, or a second ': ' on one line",
        "键超过{limit}个字符，或同一行出现了第二个“: ”",
        "a value with a colon stands in quotes",
        "含冒号的值请加引号",
    ),
    "dash-missing": Message(
        "a line among the items of a list that does not begin with a dash",
        "这一行在列表各项之间，却没有以“- ”开头",
        "begin each item of a list with '- '; a key of the table around it stands as far left as the others",
        "列表的每一项都要以“- ”开头；上一层的键要与同层的键左对齐",
    ),
    "dash-blank": Message(
        "a blank is missing after the dash",
        "“-”后面缺少空格",
        "write '- entry'",
        "请写成“- 内容”",
    ),
    "dash-in-value": Message(
        "a list cannot begin behind a key on the same line",
        "“- ”列表不能写在键的同一行",
        "put each '- entry' on a line of its own; a text that begins with '- ' stands in quotes",
        "请把每个“- 内容”各写一行；以“- ”开头的文字请加引号",
    ),
    "question-in-value": Message(
        "a text with ? inside brackets",
        "括号里的文字含有?",
        "put the text in quotes",
        "请给这段文字加引号",
    ),
    "comma-extra": Message(
        "a comma without an entry before it",
        "逗号前面没有内容",
        "delete the comma or write the entry; a text that begins with a comma stands in quotes",
        "请删除逗号或补上内容；以逗号开头的文字请加引号",
    ),
    "bracket-in-value": Message(
        "the bracket ends the value before it",
        "这个括号使前面的值提前结束了",
        "a value with [ ] or {{ }} stands in quotes",
        "含[ ]或{{ }}的值请加引号",
    ),
    "text-after-value": Message(
        "there is text after a value that has ended",
        "值已经结束，后面又有文字",
        "put the value as a whole in quotes; inside brackets a comma stands between entries",
        "请给整个值加引号；在括号里各项之间要用逗号隔开",
    ),
    "block-text": Message(
        "after | or > nothing else may stand on the line",
        "“|”或“>”之后，同一行不能再有内容",
        "begin the text on the next line, or put it in quotes",
        "正文请另起一行，或改为加引号",
    ),
    "tab": Message(
        "a tab character where only blanks may stand",
        "这里不能用制表符（Tab）",
        "indent with blanks",
        "请用空格缩进",
    ),
    "indentation": Message(
        "the line does not fit the lines above it",
        "这一行与上面的行对不上",
        "indent all keys of one table alike; each item of a list begins with '- ', all dashes alike",
        "同一层的键要左对齐；列表的每一项都以“- ”开头，“-”也要左对齐",
    ),
    "quote-open": Message(
        "the quote that begins here is never closed",
        "这里开始的引号没有闭合",
        "close it with the same quote; within '…' a quote is doubled",
        "请用同样的引号闭合；在'…'里面，引号要写两次",
    ),
    "bracket-open": Message(
        "the {bracket} that begins here is not closed as expected",
        "这里开始的{bracket}没有正确闭合",
        "close it, put commas between the entries, and quotes around a text with brackets or commas",
        "请补上右括号，各项之间用逗号隔开；含括号或逗号的文字请加引号",
    ),
    "bracket-extra": Message(
        "a closing bracket without an opening one",
        "多出的右括号",
        "delete it, or put the text in quotes",
        "请删除；如果是文字的一部分，请加引号",
    ),
    "bad-escape": Message(
        "an escape with \\ that stands for no character",
        "反斜杠\\后面的转义无效",
        "write \\\\ for a backslash, or use single quotes",
        "反斜杠本身请写成\\\\，或改用单引号",
    ),
    "yaml-syntax": Message(
        "this cannot be read as YAML",
        "这里不符合YAML语法",
        "check indentation, colons and quotes near this place; when in doubt, quote the value",
        "请检查附近的缩进、冒号和引号；拿不准时给值加引号",
    ),
}

_JSON = {
    "number-exponent": Message(
        "'{text}' is written with an exponent",
        "“{text}”用了指数写法",
        "write the number out, with at most 15 digits on each side of the point",
        "请写成普通小数，小数点两边各不超过15位",
    ),
    "number-long": Message(
        "'{text}' has more than 15 digits on one side of the point",
        "“{text}”小数点一侧超过15位",
        "round it, or put it in quotes if it is a code",
        "请舍入；如果是编号，请加引号",
    ),
    "number-form": Message(
        "'{text}' is not a number as JSON writes it",
        "“{text}”不是JSON的数字写法",
        "write a plain decimal such as 0.5, without + or leading zeros",
        "请写普通小数，例如0.5，不带+号和多余的0",
    ),
    "json-word": Message(
        "'{text}' is no value of JSON",
        "“{text}”不是JSON的值",
        "put a text in double quotes; the only words without are true, false and null",
        "文字请加双引号；不加引号的只有true、false、null",
    ),
    "json-key": Message(
        "a key is expected here, not '{found}'",
        "这里应是键，而不是“{found}”",
        "a key stands in double quotes",
        "键要加双引号",
    ),
    "json-comma": Message(
        "a comma is missing before '{found}'",
        "“{found}”前面缺少逗号",
        "put a comma between entries, and close {{ with }} and [ with ]",
        "各项之间用逗号隔开；{{要用}}闭合，[要用]闭合",
    ),
    "json-syntax": Message(
        "'{found}' cannot stand here",
        "这里不能出现“{found}”",
        "check the commas, colons and brackets near this place; no comma stands before a closing bracket",
        "请检查附近的逗号、冒号和括号；右括号前面不能有逗号",
    ),
    "json-quote-open": Message(
        "the quote that begins here is not closed on its line",
        "这里开始的引号在本行没有闭合",
        'close it; within a text write \\" for a quote and \\n for a line break',
        '请补上引号；文字里的引号写成\\"，换行写成\\n',
    ),
}

DOCUMENT: dict[str, Message] = {**_FILES, **_LIMITS, **_SHAPE, **_KEYS, **_REFUSED, **_TRAPS, **_JSON}
