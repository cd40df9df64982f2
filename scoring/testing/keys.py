"""Every key of a file of tests: what may stand there, and what it means; for the JSON Schema and the documentation.

The reader keeps lists of its own, so that running tests need not load this; a test compares them.
"""

from scoring.keys import Key, Keys
from scoring.outcome import Outcome
from scoring.schema import CASE

FILE: Keys = {
    "ruleset": Key("text", "the tested ruleset, by its path from this file", "所测试的规则集（从本文件起的路径）"),
    "method": Key("text", "the method of the ruleset for tests that name none", "各测试默认所用的方法"),
    "base": Key("table", "the case that tests start from; each says what differs", "各测试的起点，测试只写不同处"),
    "run_of_one": Key(
        "flag",
        "the case of each test is a run of one case: figures over all cases have a value",
        "各项测试的案例单独成一轮，跨案例的数据也有取值",
    ),
    "tests": Key("any", "the tests, in a list", "各项测试（列表）"),
    "snapshots": Key("any", "results of many cases that are kept in files", "保存在文件中的大批结果"),
}
SAYS: Keys = {key: value for key, value in CASE.items() if key != "name"}
"""What a test may say of its case itself."""

BASE: Keys = {
    "case": Key("text", "id of a case of the file in 'from'", "“from”所指文件中一个案例的编号"),
    "from": Key("text", "a file of cases, by its path from this file", "案例文件（从本文件起的路径）"),
    **SAYS,
}
TEST: Keys = {
    "name": Key("text", "what it shows, for people", "名称：说明测试什么"),
    "cite": Key("text", "the clause it is about", "所依据的条款"),
    "expect": Key("any", "what is to come of it: address → value; with 'cases': id of the case → such a table",
                  "预期结果：地址→值；与“cases”合用时：案例编号→上述内容"),
    **SAYS,
    "case": BASE["case"],
    "from": BASE["from"],
    "base": Key("any", "another start than that of the file; none starts from nothing", "另定起点；none表示从空白开始"),
    "run_of_one": Key("flag", "its case is a run of one case: figures over all cases have a value",
                      "该案例单独成一轮，跨案例的数据也有取值"),
    "vary": Key("names", "what differs from row to row: figures, A2.findings, quality.mark, date, X.set …",
                "各行不同之处：数据、A2.findings、quality.mark、date、X.set等"),
    "expect_of": Key("names", "the addresses whose values the rows give", "各行给出其预期值的地址"),
    "rows": Key("any", "a test a row: value → expected value, or lists of values and expected values",
                "每行一项测试：取值→预期值，或取值与预期值的列表"),
    "cases": Key("any", "cases that are scored together: a file, or a table id → case",
                 "一起评分的案例：文件，或编号→案例"),
    "expect_portfolio": Key("table", "what is to come of all of them together", "汇总的预期结果"),
    "method": Key("text", "the method of the ruleset", "所用的方法"),
    "with": Key("table", "what it changes in the ruleset, as an extending one would", "对规则集的改动，写法同extends"),
    "known_issue": Key("table", "why it fails and until when that is put up with", "已知不通过的原因和容忍期限"),
    "reviewed_by": Key("text", "who has confirmed it", "确认人"),
    "unconfirmed": Key("flag", "what it expects was computed, and nobody has confirmed it", "预期值为算出，尚无人确认"),
}  # fmt: skip
KNOWN: Keys = {
    "because": Key("text", "the reason", "原因"),
    "until": Key("text", "the last day on which it may fail, such as 2027-01-31", "最后期限，如2027-01-31"),
    "gives": Key(
        "any",
        "the wrong values that are known, written as in 'expect'; any other one fails",
        "已知的错误结果，写法同expect；出现其他结果即不通过",
    ),
}
ROW: Keys = {
    "name": Key("text", "what the row shows", "该行的名称"),
    "cite": Key("text", "the clause that the row is about", "该行所依据的条款"),
    "row": Key("any", "its values and what is expected", "该行的取值与预期值"),
    "known_issue": Key("table", "why it fails and until when that is put up with", "该行已知不通过的原因和容忍期限"),
}
SNAPSHOT: Keys = {
    "cases": Key("text", "a file of cases", "案例文件"),
    "expect": Key("text", "the CSV file that keeps their results", "保存结果的CSV文件"),
    "method": TEST["method"],
}
EXPECT: Keys = {
    "outcome": Key("|".join(Outcome), "the outcome of the whole case", "整个案例的结果"),
    "grade": Key("text", "the grade", "等级"),
    "missing": Key("names", "all that is missing, in any order", "所缺的全部数据"),
    "perhaps_missing": Key("names", "all that may be missing", "可能缺少的全部数据"),
    "range": Key("any", "least and greatest total that are still possible", "可能的最低和最高总分"),
    "grades": Key("names", "the grades that are still possible", "可能的等级"),
    "rank": Key("any", "the rank in the run; null: none", "在本轮案例中的名次；null表示没有名次"),
    "error": Key("names", "codes of all errors with which the case is refused", "案例被拒绝的全部错误代码"),
    "reasons": Key("any", "reasons that must be given; none: nothing is lost", "必须给出的理由；none表示没有扣分"),
}
"""Keys that speak of the whole case; any other is an address, and ``total`` the total."""

ASPECTS: Keys = {
    "score": Key("any", "the score", "得分"),
    "lost": Key("any", "what is lost of the points", "扣分"),
    "points": Key("any", "the points after any moved to it", "分值"),
    "outcome": Key("|".join(Outcome), "the outcome", "结果"),
    "missing": Key("names", "what is missing for it", "所缺的数据"),
    "between": Key("any", "least and greatest score, both allowed; null: no limit", "得分的上下限（含）"),
    "value": Key("any", "the value of a figure", "数据的取值"),
}
PORTFOLIO: Keys = {
    "outcome": EXPECT["outcome"],
    "total": Key("any", "the total of all cases, or {between: [low, high]}", "汇总得分，或{between: [低, 高]}"),
    "grade": EXPECT["grade"],
    "groups": Key("table", "first-level indicator → score, or {lost: 1.01}", "一级指标→汇总得分，或{lost: 1.01}"),
    "weights": Key("table", "id of the case → weight", "案例编号→权重"),
    "contributions": Key("table", "id of the case → weight × total", "案例编号→权重乘得分"),
    "left_out": Key("names", "ids of the cases that do not count", "不计入的案例"),
}
GROUP: Keys = {
    "score": Key("any", "the weighted score", "汇总得分"),
    "lost": Key("any", "what is lost of the points", "汇总扣分"),
    "points": Key("any", "the points", "汇总分值"),
    "between": Key("any", "least and greatest score, both allowed", "汇总得分的上下限（含）"),
}
REASON: Keys = {
    "at": Key("text", "the indicator that it is about", "所在的指标"),
    "code": Key("text", "its code", "代码"),
    "contains": Key("text", "a part of its sentence, in either language", "句子的一部分，中英文皆可"),
    "points": Key("number", "what it costs", "所扣分值"),
}
