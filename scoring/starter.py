"""``scoring init``: a small ruleset with two cases and tests, to be changed into one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_RULESET_EN = """\
# A scoring policy of 20 points. See what it does:
#   scoring check ruleset.yaml
#   scoring score ruleset.yaml cases.yaml
#   scoring explain ruleset.yaml cases.yaml --case east
#   scoring test ruleset.test.yaml
ruleset: {id}
version: "1"
title: A small evaluation
source: name the text that the rules stand in
points: 20                      # the points of the indicators add up to this
without_findings: keep          # nothing found = nothing lost

figures:                        # what every case states
  received:  {{name: funds received, unit: EUR, min: 0, places: 2}}
  spent:     {{name: funds spent, unit: EUR, min: 0, places: 2}}
  satisfied: {{name: satisfied people, unit: "%", min: 0%, max: 100%}}
  execution: {{name: budget execution, unit: "%", is: spent / received}}      # worked out from the others

indicators:
  process:
    name: Process
    code: A
    points: 12
    indicators:
      budget:                   # 0.5 lost for every percentage point below 90%, parts in proportion
        name: Budget execution
        code: A1
        points: 6
        rules: {{deduct: 0.5, per: 1%, below: 90%, of: execution, part: exact}}
      compliance:               # counts the findings that a case holds against it
        name: Compliance
        code: A2
        points: 6
        rules: {{deduct: 1.5, per: finding}}
  results:
    name: Results
    code: B
    points: 8
    indicators:
      quality: {{name: Quality, code: B1, points: 3, rules: {{judge: 0..3}}}}        # a person's mark, with a reason
      people:                   # at_least: exactly 90% lies in the band that begins there
        name: Satisfaction
        code: B2
        points: 5
        rules: {{of: satisfied, edge: at_least, bands: {{90%: 5, 80%: 3, 60%: 1, else: 0}}}}

grades: {{good: 16, fair: 12, poor: else}}
rounding: {{mode: half_up, leaf: 2, group: 2, total: 2}}
portfolio: {{weight: received}}   # several cases make one result, weighted by their funds
"""
_CASES_EN = """\
# What is known of each case. A figure that is left out makes the outcome "missing"; it is never 0.
by: the evaluators
cases:
  east:
    name: East
    figures: {received: 428, spent: 355.49, satisfied: 91.5%}
    findings:
    - {against: A2, count: 2, note: two invoices without a contract, source: "minutes, page 3"}
    marks: {B1: {score: 2, because: one of three sites is not finished}}
  west:
    name: West
    figures: {received: 191, spent: 180.2, satisfied: 78%}
    marks: {B1: 3}
"""
_TESTS_EN = """\
# Tests of the ruleset: what it must give, worked out by hand from the text. Run them with
#   scoring test ruleset.test.yaml
#   scoring test ruleset.test.yaml --coverage     what they do not show yet
ruleset: ruleset.yaml
base: {case: west, from: cases.yaml}      # what every test starts from; it says only what differs
tests:
- {name: west as it is, expect: {A: 12, B: 4, total: 16, grade: good}}
- name: budget execution, of 1000 received
  cite: A1
  figures: {received: 1000}
  vary: spent
  expect_of: A1
  rows: {1000: 6, 900: 6, 895: 5.75, 890: 5.5, 780: 0, 700: 0}
- name: satisfaction
  cite: B2
  vary: satisfied
  expect_of: B2
  rows: {90%: 5, 89.99%: 3, 80%: 3, 79.99%: 1, 60%: 1, 59.99%: 0}
- name: two findings
  cite: A2
  findings: [{against: A2, count: 2}]
  expect: {A2: {lost: 3}, reasons: [{at: A2, contains: 2 findings}]}
- {name: no more than its points is lost, cite: A2, findings: [{against: A2, count: 5}], expect: {A2: 0}}
- {name: nobody knows what was spent, figures: {spent: null}, expect: {outcome: missing, missing: [spent]}}
- name: both
  cases: cases.yaml
  expect: {east: {A1: 2.53, total: 12.53, grade: fair}, west: {total: 16}}
  expect_portfolio: {total: 13.6, grade: fair}
"""
_RULESET_ZH = """\
# 一套20分的评分规则。可以这样试用：
#   scoring check ruleset.yaml
#   scoring score ruleset.yaml cases.yaml
#   scoring explain ruleset.yaml cases.yaml --case east
#   scoring test ruleset.test.yaml
ruleset: {id}
version: "1"
title: 评价示例
source: 此处写明规则所依据的文件和附表
points: 20                      # 各指标分值合计应与此相等
without_findings: keep          # 没有发现问题的不扣分

figures:                        # 每个单位要填的数据
  received:  {{name: 到位资金, unit: 万元, min: 0, places: 2}}
  spent:     {{name: 支出资金, unit: 万元, min: 0, places: 2}}
  satisfied: {{name: 群众满意度, unit: "%", min: 0%, max: 100%}}
  execution: {{name: 预算执行率, unit: "%", is: spent / received}}      # 由其他数据算出

indicators:
  process:
    name: 过程
    code: A
    points: 12
    indicators:
      budget:                   # 低于90%的，每1个百分点扣0.5分，不足的按比例
        name: 预算执行率
        code: A1
        points: 6
        rules: {{deduct: 0.5, per: 1%, below: 90%, of: execution, part: exact}}
      compliance:               # 按单位数据中记录的问题例数扣分
        name: 资金使用合规性
        code: A2
        points: 6
        rules: {{deduct: 1.5, per: finding}}
  results:
    name: 效果
    code: B
    points: 8
    indicators:
      quality: {{name: 项目质量, code: B1, points: 3, rules: {{judge: 0..3}}}}      # 由评价人打分，扣分须写理由
      people:                   # at_least：恰为90%的归入90%起的一档
        name: 满意度
        code: B2
        points: 5
        rules: {{of: satisfied, edge: at_least, bands: {{90%: 5, 80%: 3, 60%: 1, else: 0}}}}

grades: {{良好: 16, 一般: 12, 较差: else}}
rounding: {{mode: half_up, leaf: 2, group: 2, total: 2}}      # 四舍五入，保留两位小数
portfolio: {{weight: received}}   # 多个单位按到位资金加权汇总
"""
_CASES_ZH = """\
# 各单位的数据。没有填的数据不会当作0，结果写“缺数据”
by: 评价组
cases:
  east:
    name: 东区
    figures: {received: 428, spent: 355.49, satisfied: 91.5%}
    findings:
    - {against: A2, count: 2, note: 两张发票没有合同, source: "现场记录第3页"}
    marks: {B1: {score: 2, because: 三处工程中一处尚未完工}}
  west:
    name: 西区
    figures: {received: 191, spent: 180.2, satisfied: 78%}
    marks: {B1: 3}
"""
_TESTS_ZH = """\
# 规则集的测试：按办法原文手算的结果。这样运行：
#   scoring test ruleset.test.yaml
#   scoring test ruleset.test.yaml --coverage     还有哪些没有测到
ruleset: ruleset.yaml
base: {case: west, from: cases.yaml}      # 各项测试的起点，测试只写不同之处
tests:
- {name: 西区原样, expect: {A: 12, B: 4, total: 16, grade: 良好}}
- name: 预算执行率，到位1000
  cite: A1
  figures: {received: 1000}
  vary: spent
  expect_of: A1
  rows: {1000: 6, 900: 6, 895: 5.75, 890: 5.5, 780: 0, 700: 0}
- name: 满意度分档
  cite: B2
  vary: satisfied
  expect_of: B2
  rows: {90%: 5, 89.99%: 3, 80%: 3, 79.99%: 1, 60%: 1, 59.99%: 0}
- name: 两例问题
  cite: A2
  findings: [{against: A2, count: 2}]
  expect: {A2: {lost: 3}, reasons: [{at: A2, contains: 2例}]}
- {name: 扣完为止, cite: A2, findings: [{against: A2, count: 5}], expect: {A2: 0}}
- {name: 没有支出数据, figures: {spent: null}, expect: {outcome: missing, missing: [spent]}}
- name: 两个单位
  cases: cases.yaml
  expect: {east: {A1: 2.53, total: 12.53, grade: 一般}, west: {total: 16}}
  expect_portfolio: {total: 13.6, grade: 一般}
"""
_DONE = {
    "en": "{ruleset}, {cases} and {tests} are written. Try:\n"
    "  scoring score {ruleset} {cases}\n  scoring test {tests}\n",
    "zh": "已写入 {ruleset}、{cases} 和 {tests}。可以试用：\n"
    "  scoring score {ruleset} {cases}\n  scoring test {tests}\n",
}


def make(folder: Path, lang: str) -> str:
    """Make the folder with its three files and return what to tell the user.

    Args:
        folder: does not exist yet; its name becomes the ruleset's id.
        lang: of names and comments, ``zh`` or ``en``.

    Raises:
        OSError: it cannot be written.
    """
    english = (_RULESET_EN, _CASES_EN, _TESTS_EN)
    ruleset, cases, tests = (_RULESET_ZH, _CASES_ZH, _TESTS_ZH) if lang == "zh" else english
    folder.mkdir()
    files = {"ruleset.yaml": ruleset.format(id=folder.name), "cases.yaml": cases, "ruleset.test.yaml": tests}
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    ruleset, cases, tests = (str(folder / name) for name in files)
    return _DONE[lang].format(ruleset=ruleset, cases=cases, tests=tests)
