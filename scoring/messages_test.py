"""What can be wrong in a file of tests: code → words."""

from scoring.message import Message

_FILE = {
    "test-no-ruleset": Message(
        "the file does not say which ruleset it tests",
        "文件没有写明测试哪个规则集",
        "begin it with 'ruleset: ruleset.yaml', the path from the folder of this file",
        "请在开头写“ruleset: ruleset.yaml”（相对于本文件所在文件夹的路径）",
    ),
    "test-path": Message(
        "'{path}' is no path from the folder of this file",
        "“{path}”不是相对于本文件所在文件夹的路径",
        "write a relative path with slashes, such as ../cases.yaml",
        "请写相对路径，用斜杠分隔，例如 ../cases.yaml",
    ),
    "test-file-missing": Message(
        "there is no file '{path}', as seen from the folder of this file",
        "从本文件所在文件夹看，没有文件“{path}”",
        "check the path",
        "请检查路径",
    ),
    "test-is-ruleset": Message(
        "this is a ruleset, not a file of tests",
        "这是规则集，不是测试文件",
        "name a file that ends in .test.yaml, or the folder it lies in; 'scoring check' takes a ruleset",
        "请写以.test.yaml结尾的文件或其所在文件夹；规则集本身请用“scoring check”检查",
    ),
    "test-none": Message(
        "the file has no tests",
        "文件中没有测试",
        "write 'tests:' and below it '- {{name: …, figures: {{…}}, expect: {{total: …}}}}'",
        "请写“tests:”，下面写“- {{name: …, figures: {{…}}, expect: {{total: …}}}}”",
    ),
    "test-table": Message(
        "this is no test",
        "这不是一个测试",
        "a test is a table, such as '- {{name: …, figures: {{…}}, expect: {{total: …}}}}'",
        "测试是一组键，例如“- {{name: …, figures: {{…}}, expect: {{total: …}}}}”",
    ),
    "test-list": Message(
        "'{key}' takes a list", "“{key}”应为列表", "write each item on a line with '- '", "请每项一行，以“- ”开头"
    ),
    "test-unknown-key": Message(
        "unknown key '{key}'", "未知的键“{key}”", "the keys here: {known}", "此处可用的键：{known}"
    ),
    "test-key-idle": Message(
        "'{key}' does nothing beside '{other}'",
        "有“{other}”时，“{key}”不起作用",
        "write it in a test of its own",
        "请另写一个测试",
    ),
    "test-flag": Message(
        "'{key}' is true or false", "“{key}”应为true或false", "write true, or delete it", "请写true或删去"
    ),
    "test-snapshot": Message(
        "this does not say where the cases are and where their results are kept",
        "没有写明案例文件和保存结果的文件",
        "write '{{cases: many.csv, expect: many.expected.csv}}'",
        "请写“{{cases: many.csv, expect: many.expected.csv}}”",
    ),
    "test-with-idle": Message(
        "'with' changes nothing here in what is scored",
        "这里的with没有改变评分",
        "write what is different, or delete it; to score by a method of the ruleset write 'method: NAME'",
        "请写与规则集不同之处，或删去；要按规则集中的某种方法评分，请写“method: 名称”",
    ),
    "test-with": Message(
        "what '{name}' changes by 'with' leaves a fault in the ruleset, at {where}",
        "“{name}”用with改动后，规则集在{where}处有错误",
        "change what belongs to it too: 'with' takes the same keys as the ruleset",
        "请一并改动相关内容：with中的键与规则集相同",
    ),
    "snapshot-missing": Message(
        "there is no '{path}' yet",
        "尚无“{path}”",
        "'scoring test --accept' writes it with the results of now: look at them before you commit it",
        "“scoring test --accept”会用现在的结果写出该文件：提交前请核对",
    ),
    "snapshot-file": Message(
        "this is no file of kept results",
        "这不是保存结果的文件",
        "'scoring test --accept' writes it anew if it begins with #ruleset; else name another file",
        "以#ruleset开头的文件，“scoring test --accept”会重新写出；否则请改用另一个文件名",
    ),
    "snapshot-other": Message(
        "'{path}' keeps results of the ruleset '{found}', not of '{ruleset}'",
        "“{path}”保存的是规则集“{found}”的结果，不是“{ruleset}”的",
        "name the file of this ruleset; if the ruleset has a new id, 'scoring test --accept' takes the results of now",
        "请写本规则集的文件；如果只是规则集改了标识，“scoring test --accept”采用现在的结果",
    ),
    "snapshot-outside": Message(
        "'{path}' is neither below the folder of this file nor beside the ruleset",
        "“{path}”既不在本文件所在的文件夹之内，也不与规则集在同一文件夹",
        "results are kept in a file there, such as many.expected.csv, which is no link to elsewhere",
        "结果应保存在这些位置，例如many.expected.csv，且不能是指向别处的链接",
    ),
    "suggest-several": Message(
        "there are tests of {count} rulesets, and a file of tests is about one",
        "这里有{count}个规则集的测试，而一个测试文件只能针对一个",
        "name the tests of one ruleset",
        "请只写一个规则集的测试",
    ),
    "suggest-unread": Message(
        "no tests are suggested: not all files of tests could be read",
        "没有生成测试：有的测试文件无法读取",
        "correct what is said above, then run it again",
        "请按上述提示改正后重新运行",
    ),
    "suggest-other": Message(
        "'{name}' holds tests of another ruleset, {ruleset}",
        "“{name}”中是另一个规则集（{ruleset}）的测试",
        "choose another name",
        "请换一个名称",
    ),
    "suggest-append": Message(
        "no tests can be added to '{name}' as it is written",
        "按“{name}”现在的写法，无法补充测试",
        "write its tests one below the other, each beginning with '- ', or choose another name",
        "请把其中的测试逐条分行写，每条以“- ”开头，或换一个名称",
    ),
    "test-no-name": Message(
        "no test has '{name}' in its name",
        "没有名称含“{name}”的测试",
        "write a part of a name, capital letters or not",
        "请写名称的一部分，不分大小写",
    ),
    "no-tests": Message(
        "'{path}' holds no tests",
        "“{path}”中没有测试",
        "a file of tests ends in .test.yaml and says 'ruleset:'",
        "测试文件以.test.yaml结尾，并写有“ruleset:”",
    ),
}

_CASES = {
    "test-base": Message(
        "this is nothing to start from",
        "无法以此为基础",
        "write 'base: {{case: ID, from: cases.yaml}}', 'base: {{figures: {{…}}}}' or 'base: none'",
        "请写“base: {{case: 编号, from: cases.yaml}}”、“base: {{figures: {{…}}}}”或“base: none”",
    ),
    "test-case-from": Message(
        "a case of a file needs both 'case' and 'from'",
        "引用文件中的案例须同时写case和from",
        "write '{{case: ID, from: cases.yaml}}'",
        "请写“{{case: 编号, from: cases.yaml}}”",
    ),
    "test-no-case": Message(
        "there is no case '{name}'",
        "没有案例“{name}”",
        "write the id of a case of that file",
        "请写该文件中某个案例的编号",
    ),
    "test-cases": Message(
        "these are no cases",
        "这里没有案例",
        "write the path of a file of cases, or the cases themselves: 'cases: {{ID: {{figures: {{…}}}}, …}}'",
        "请写案例文件的路径，或直接写案例：“cases: {{编号: {{figures: {{…}}}}, …}}”",
    ),
    "test-vary-id": Message(
        "the id of a case cannot vary",
        "案例编号不能逐行变化",
        "give the row a name instead: '{{name: …, row: [value, …, expected]}}'",
        "请给该行写名称：“{{name: …, row: [值, …, 预期]}}”",
    ),
    "test-known-issue": Message(
        "this does not say why the test fails and until when that is put up with",
        "没有写明测试为何失败、容忍到何时",
        "write '{{because: …, until: 2027-01-31}}'",
        "请写“{{because: …, until: 2027-01-31}}”",
    ),
    "test-confirmed-twice": Message(
        "a test that somebody has reviewed is not unconfirmed",
        "已有人核对的测试不是未确认的",
        "delete one of 'unconfirmed' and 'reviewed_by'",
        "请删去unconfirmed和reviewed_by之一",
    ),
}

_EXPECT = {
    "test-expects-nothing": Message(
        "'{name}' expects nothing",
        "“{name}”没有写预期结果",
        "write 'expect: {{total: …}}', or of a table 'expect_of'",
        "请写“expect: {{total: …}}”，表格写expect_of",
    ),
    "test-expect": Message(
        "this expects nothing", "这里没有预期结果", "write addresses with values, such as '{{total: 84.31}}'",
        "请写地址和值，例如“{{total: 84.31}}”",
    ),
    "test-empty": Message(
        "'{key}' expects nothing: there is no value behind it",
        "“{key}”后面没有值，没有预期结果",
        "write the value; where none is to come out, write '{key}: null'",
        "请写预期值；预期没有值时，请写“{key}: null”",
    ),
    "test-value": Message(
        "this is nothing that '{key}' can be",
        "“{key}”不可能是这样的值",
        "write a number, a word, null, or '{{between: [84, 86]}}'",
        "请写数、词、null，或“{{between: [84, 86]}}”",
    ),
    "test-between": Message(
        "this is no range", "这不是范围", "write the least and the greatest: 'between: [84, 86]'",
        "请写最小值和最大值：“between: [84, 86]”",
    ),
    "test-outcome": Message(
        "'{found}' is no outcome", "“{found}”不是结果类别", "the outcomes are: {options}", "可写：{options}"
    ),
    "test-reason": Message(
        "this says no reason",
        "这里没有写明理由",
        "write '{{at: ADDRESS, contains: words of the sentence}}', '{{code: step-below}}', or 'reasons: none'",
        "请写“{{at: 地址, contains: 句中的词}}”、“{{code: step-below}}”，或“reasons: none”",
    ),
    "test-names": Message("these are no names", "这些不是名称", "write names: [a, b]", "请写名称：[a, b]"),
    "test-address": Message(
        "there is nothing at the address '{address}'",
        "没有地址“{address}”",
        "write the path, code or name of an indicator, a figure, or: {whole}",
        "请写指标的路径、编号或名称，数据的名称，或：{whole}",
    ),
    "test-group": Message(
        "'{address}' is no group of the portfolio",
        "“{address}”不是汇总中的一级指标",
        "its groups are: {groups}",
        "汇总中的一级指标：{groups}",
    ),
    "test-grade": Message(
        "the ruleset has no grade '{name}'", "规则集没有等级“{name}”", "its grades are: {grades}", "可写：{grades}"
    ),
    "test-error-code": Message(
        "there is no error '{name}'",
        "没有错误代码“{name}”",
        "write the code in the brackets of the message: 'error[out-of-range]' is out-of-range",
        "请写提示中方括号里的代码：“错误[out-of-range]”即out-of-range",
    ),
    "test-rank-alone": Message(
        "a case that is scored alone has no rank",
        "单独评分的案例没有名次",
        "score it in a run with 'cases:', or write 'run_of_one: true'",
        "请用“cases:”一起评分，或写“run_of_one: true”",
    ),
    "test-reason-code": Message(
        "no rule gives a reason with the code '{name}'",
        "没有规则会给出代码为“{name}”的理由",
        "'scoring score --format json' shows the codes of reasons; or write 'contains:' and words of the sentence",
        "“scoring score --format json”列出理由的代码；也可以写contains和句中的词",
    ),
    "test-missing": Message(
        "there is nothing called '{name}' that could be missing",
        "没有名为“{name}”的数据或评分可能缺少",
        "write a figure, or 'ADDRESS.mark' for a mark",
        "请写数据，评分请写“地址.mark”",
    ),
    "test-ambiguous": Message(
        "'{address}' fits several: {candidates}",
        "“{address}”可指多处：{candidates}",
        "write one of them",
        "请写其中一个",
    ),
    "test-vary-needs": Message(
        "a table of tests lacks: {keys}",
        "测试表缺少：{keys}",
        "write '{{vary: figure, expect_of: indicator, rows: {{95%: 5, 94.99%: 4}}}}'",
        "请写“{{vary: 数据, expect_of: 指标, rows: {{95%: 5, 94.99%: 4}}}}”",
    ),
    "test-rows": Message(
        "a row of this table has {count} values",
        "此表每行应有{count}个值",
        "write 'rows: {{value: expected}}', or of several figures a list '[value, …, expected]' for each row",
        "请写“rows: {{值: 预期}}”；涉及多个数据时，每行写“[值, …, 预期]”",
    ),
}  # fmt: skip

TEST = {**_FILE, **_CASES, **_EXPECT}
