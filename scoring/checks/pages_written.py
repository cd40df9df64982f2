"""Pages about how a ruleset is written: codes, sources, marks without a range, units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.checks.page import Page, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

WRITTEN: Mapping[str, Page] = {
    "duplicate-code": Page(
        "warning",
        Text(
            "Two indicators carry the same code. One case can have both.",
            "两个指标编号相同。同一单位可能同时有这两个指标。",
        ),
        """points: 6
figures: {wells: {type: count, min: 0}, taps: {type: count, min: 0}}
indicators:
  wells:
    code: C1
    points: 3
    rules: {deduct: 1, per: 1, below: 8, of: wells, part: drop}
  taps:
    code: C1
    points: 3
    rules: {deduct: 1, per: 1, below: 5, of: taps, part: drop}
""",
        """points: 6
figures: {wells: {type: count, min: 0}, taps: {type: count, min: 0}}
indicators:
  wells:
    code: C1
    points: 3
    rules: {deduct: 1, per: 1, below: 8, of: wells, part: drop}
  taps:
    code: C2
    points: 3
    rules: {deduct: 1, per: 1, below: 5, of: taps, part: drop}
""",
        Text(
            "Who reads 'C1: 2 lost' cannot tell for what, and a finding or mark given for C1 is refused, as it fits "
            "both.",
            "看到“C1扣2分”，不知道扣的是哪一项；按C1填写的问题或打分同时对应两个指标，会被拒收。",
        ),
        Text(
            "Give each indicator a code of its own; different variants of one indicator may share theirs. Allow it "
            "where the codes are printed so, and use names as addresses.",
            "请让每个指标的编号各不相同；同一指标的不同变体可以共用编号。印发的编号本来重复的，可用allow写明理由，并用"
            "名称作地址。",
        ),
    ),
    "no-source": Page(
        "note",
        Text(
            "Rules name no clause that they follow. Nor does the ruleset name a text as a whole.",
            "有规则没有写明依据。规则集也没有写明依据的文件。",
        ),
        """ruleset: example
points: 3
figures: {absences: {type: count, min: 0}}
indicators:
  lessons:
    points: 3
    rules: {deduct: 0.5, per: 1, of: absences, part: drop}
""",
        """ruleset: example
points: 3
figures: {absences: {type: count, min: 0}}
indicators:
  lessons:
    points: 3
    source: "school order 12, article 4"
    rules: {deduct: 0.5, per: 1, of: absences, part: drop}
""",
        Text(
            "A teacher who loses a point and asks 'by what right?' gets no answer from the report.",
            "被扣分的单位问“依据是什么”，报告里找不到答案。",
        ),
        Text(
            "'source' at the top level, on an indicator or on a rule. 'no-source = \"error\"' under "
            "[tool.scoring.severity] forbids such rulesets. Allow it for sketches and exercises.",
            '在顶层、指标或规则上写source。在[tool.scoring.severity]中写 no-source = "error" 可禁止没有依据的规则'
            "集。草稿和练习可用allow写明理由。",
        ),
    ),
    "judge-without-range": Page(
        "note",
        Text(
            "The range of a mark is not written. So a person may give anything from 0 to the points.",
            "没有写明评分范围。由人打分时按0分至满分处理。",
        ),
        """points: 6
indicators:
  plan: {points: 6, rules: judge}
""",
        """points: 6
indicators:
  plan: {points: 6, rules: {judge: 0..6}}
""",
        Text(
            "Two markers understand it differently: one gives 0 for a poor plan, another thinks that 3 is the least.",
            "评分人理解不一：同样的方案，有人打0分，有人以为最低3分。",
        ),
        Text(
            "Write the range, 'judge: 0..6', or better one for each answer: {of: …, by: {all: 6, some: 2..4, none: "
            "0}}. Allow it, also for the whole ruleset, where the printed table gives no more.",
            "请写明范围，如 judge: 0..6；分情形写更好：{of: …, by: {all: 6, some: 2..4, none: 0}}。印发的表格没有规定"
            "的，可用allow写明理由，也可写在规则集顶层。",
        ),
    ),
    "unit-count": Page(
        "warning",
        Text(
            "A count stands beside something with a unit. A formula adds or compares the two.",
            "有单位的数与没有单位的个数混算。公式把两者相加减或比较。",
        ),
        """points: 5
figures: {length: {unit: km, min: 1}, signs: {type: count, min: 0}}
indicators:
  safety: {points: 5, rules: {lose_all: signs < length}}
""",
        """points: 5
figures: {length: {unit: km, min: 1}, signs: {type: count, min: 0}}
indicators:
  safety: {points: 5, rules: {lose_all: signs / length < 1}}
""",
        Text(
            "Mostly the wrong figure was named: 12 projects are compared where 12 yuan were meant, and all the points "
            "hang on it.",
            "多半是用错了数据：本应比较12元，却写成了12个项目，得分全错。",
        ),
        Text(
            "Give the count its unit, such as 'unit: people', or divide first, so that it reads 'signs per km'. Allow "
            "it, on the indicator, where the two really go together.",
            "请为个数写明单位，如“unit: 人”，或先相除，写成“每公里几块”。两者确实可以这样计算的，可在指标上用allow写明"
            "理由。",
        ),
    ),
}
