"""Pages about bands, rows, tables, variants and conditions: values without a result, with two, and what never acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.checks.page import Page, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLES: Mapping[str, Page] = {
    "gap": Page(
        "warning",
        Text(
            "For some values no band, row or variant holds. The place is the list; the values named are exact.",
            "某些取值没有任何一档、一行或变体符合。指出的位置是整个列表，所列取值范围是精确的。",
        ),
        """points: 2
figures: {rate: {unit: "%", min: 0%, max: 100%}}
indicators:
  execution:
    points: 2
    rules: {of: rate, bands: [{at_least: 100%, is: 2}, {below: 90%, is: 0}]}
""",
        """points: 2
figures: {rate: {unit: "%", min: 0%, max: 100%}}
indicators:
  execution:
    points: 2
    rules:
      of: rate
      bands: [{at_least: 100%, is: 2}, {at_least: 90%, is: 1}, {is: 0}]
""",
        Text(
            "A case in the gap gets no score and no total. What it should get is then argued about with a name on it.",
            "落入空档的单位没有得分，也没有总分；应得多少只能事后争论，而那时已经关系到具体单位。",
        ),
        Text(
            "Write the missing band or row; one without a bound or a 'when' takes all that is left. A gap that is "
            "meant is one more band or row with 'is: null'. Allow it where such values cannot occur for a reason the "
            "ruleset does not know.",
            "请补上缺少的一档或一行；不写界限或when的一档（行）包括其余全部情形。有意留空的，加一档（行）写 is: null。"
            "这些取值实际不会出现、而规则集无从得知的，可用allow写明理由。",
        ),
    ),
    "overlap": Page(
        "warning",
        Text(
            "Two bands or rows claim the same values. Rows are looked at where only one may hold ('hit: unique').",
            "两档或两行包含相同的取值。各行只在写明只许一行符合（hit: unique）时检查。",
        ),
        """points: 2
figures: {attendance: {unit: "%", min: 0%, max: 100%}}
indicators:
  lessons:
    points: 2
    rules:
      of: attendance
      bands:
      - {at_least: 95%, is: 2}
      - {at_least: 85%, at_most: 95%, is: 1}
      - {is: 0}
""",
        """points: 2
figures: {attendance: {unit: "%", min: 0%, max: 100%}}
indicators:
  lessons:
    points: 2
    rules:
      of: attendance
      bands:
      - {at_least: 95%, is: 2}
      - {at_least: 85%, below: 95%, is: 1}
      - {is: 0}
""",
        Text(
            "Of two bands the first counts, but the text gives a case on the bound both: a school with exactly 95% "
            "may ask for either. With 'hit: unique' such a case gets no score.",
            "两档同时符合时按前一档计分，但照条文两档都说得通：出勤率正好95%的学校可以主张任何一档。写 hit: unique "
            "时，这样的单位没有得分。",
        ),
        Text(
            "'above' and 'below' leave the bound out, 'at_least' and 'at_most' keep it; the short form with 'edge' "
            "cannot overlap. Rows in which the first shall win say 'hit: first'. Allow it where the order of the "
            "bands is the rule.",
            "above、below不含界限值，at_least、at_most含界限值；写edge的简式不会重叠。各行以先符合者为准的，写 hit: "
            "first。条文本来就规定按先后次序取档的，可用allow写明理由。",
        ),
    ),
    "masked": Page(
        "warning",
        Text(
            "A band, row or variant comes too late. Those before it take all that it names, so it is never taken.",
            "某一档、一行或变体永远轮不到。它所包含的情形都已被前面的取走。",
        ),
        """points: 3
figures: {days_late: {type: count, min: 0}}
indicators:
  report:
    points: 3
    rules:
      hit: first
      rows:
      - {when: days_late > 20, is: 0}
      - {when: days_late > 5, is: 2}
      - {when: days_late > 10, is: 1}
      - {is: 3}
""",
        """points: 3
figures: {days_late: {type: count, min: 0}}
indicators:
  report:
    points: 3
    rules:
      hit: first
      rows:
      - {when: days_late > 20, is: 0}
      - {when: days_late > 10, is: 1}
      - {when: days_late > 5, is: 2}
      - {is: 3}
""",
        Text(
            "Nobody gets the score that the text gives for it: a report 15 days late gets 2 points, printed is 1.",
            "条文规定的这一档得分谁也得不到：报告迟交15天，条文给1分，实际得2分。",
        ),
        Text(
            "The first that holds wins: write the narrower one first. Where the row is not needed, delete it; no "
            "score changes by that. Allow it where a printed table repeats itself and is kept as printed.",
            "先符合者为准：请把范围较窄的写在前面；不需要的可以删去，得分不变。印发的表格本身有重复、需照原样保留的，"
            "可用allow写明理由。",
        ),
        fixed=True,
    ),
    "never-taken": Page(
        "warning",
        Text(
            "A band or row names what no case can have. The same goes for entries of tables and for variants.",
            "某一档或一行所写的情形不会出现。表中各项和变体同样检查。",
        ),
        """points: 4
figures: {class_size: {type: count, min: 1, max: 60}}
indicators:
  classes:
    points: 4
    rules:
      hit: first
      rows:
      - {when: class_size > 80, is: 0}
      - {when: class_size > 50, is: 0}
      - {when: class_size > 40, is: 2}
      - {is: 4}
""",
        """points: 4
figures: {class_size: {type: count, min: 1, max: 60}}
indicators:
  classes:
    points: 4
    rules:
      hit: first
      rows:
      - {when: class_size > 50, is: 0}
      - {when: class_size > 40, is: 2}
      - {is: 4}
""",
        Text(
            "Either the limits of the figure are wrong, and a true value is refused when cases are read; or the bound "
            "is mistyped, and those it was meant for get another score.",
            "或者数据的取值范围写错，读取时会拒收真实的数值；或者界限写错，本应适用这一档的单位得到别的分数。",
        ),
        Text(
            "Correct the bound, or 'min' and 'max' of the figure, or delete the row. Allow it where one table is kept "
            "the same for several rulesets.",
            "请改正界限，或改正数据的min、max，或删去。几个规则集共用同一张表、需保持一致的，可用allow写明理由。",
        ),
        fixed=True,
    ),
    "else-unused": Page(
        "note",
        Text(
            "Nothing is left for the last band or row. It takes the rest, and those before it name everything.",
            "最后一档没有剩下的情形。它（else或不写条件的一行）包括其余情形，而前面的已包括全部。",
        ),
        """points: 4
figures:
  passed: {name: water samples that pass, unit: "%", min: 0%, max: 100%}
indicators:
  wells:
    points: 4
    rules:
      of: passed
      edge: at_least
      bands: {95%: 4, 80%: 2, 0%: 0, else: 0}
""",
        """points: 4
figures:
  passed: {name: water samples that pass, unit: "%", min: 0%, max: 100%}
indicators:
  wells:
    points: 4
    rules: {of: passed, edge: at_least, bands: {95%: 4, 80%: 2, else: 0}}
""",
        Text(
            "No score is wrong by it. But who reads the table thinks that one more kind of case exists, and a "
            "mistyped bound before it shows in the same way.",
            "得分不会因此出错；但看表的人会以为还有另一种情形，而且前面某个界限写错时，表现也是这样。",
        ),
        Text(
            "Delete it, or correct the bounds before it or 'min' and 'max' of the figure. Allow it where the limits "
            "of the figure may widen later.",
            "请删去，或改正前面的界限，或改正数据的min、max。数据的取值范围以后可能放宽的，可用allow写明理由。",
        ),
        fixed=True,
    ),
    "never-holds": Page(
        "warning",
        Text(
            "A condition holds for no case. The limits of the figures rule it out.",
            "某个条件对任何单位都不成立。数据的取值范围已排除这种情形。",
        ),
        """points: 4
figures: {dry_hours: {name: hours a day without water, min: 0, max: 24}}
indicators:
  well:
    points: 4
    rules:
    - {deduct: 0.5, per: 1, above: 4, of: dry_hours, part: drop}
    - {lose_all: dry_hours > 36}
""",
        """points: 4
figures: {dry_hours: {name: hours a day without water, min: 0, max: 24}}
indicators:
  well:
    points: 4
    rules:
    - {deduct: 0.5, per: 1, above: 4, of: dry_hours, part: drop}
    - {lose_all: dry_hours > 10}
""",
        Text(
            "What the condition guards never happens: a well that should lose all its points keeps some.",
            "条件所管的扣分、否决或限制从不发生：本应一票否决的单位仍然得分。",
        ),
        Text(
            "Correct the condition, or 'min' and 'max' of the figure, or delete the rule. Allow it where the "
            "condition is kept for another year or for a ruleset that extends this one.",
            "请改正条件，或改正数据的min、max，或删去这条规则。为其他年度或为扩展本规则集的文件保留的，可用allow写明理"
            "由。",
        ),
    ),
    "always-holds": Page(
        "warning",
        Text(
            "A condition holds for every case. The limits of the figures leave nothing else.",
            "某个条件对所有单位都成立。按数据的取值范围，不会有别的情形。",
        ),
        """points: 5
figures: {beds: {type: count, min: 1}, nurses: {type: count, min: 0}}
indicators:
  staff:
    points: 5
    rules:
      deduct: 1
      per: 1
      below: 5
      of: nurses
      part: drop
      when: beds > 0
""",
        """points: 5
figures: {beds: {type: count, min: 1}, nurses: {type: count, min: 0}}
indicators:
  staff:
    points: 5
    rules:
      deduct: 1
      per: 1
      below: 5
      of: nurses
      part: drop
      when: beds > 20
""",
        Text(
            "A rule that was meant for some falls on all: small clinics too lose points for having fewer than five "
            "nurses.",
            "只针对部分单位的规则落到了所有单位头上：规模小的诊所护士不足五名也被扣分。",
        ),
        Text(
            "Correct the condition, or 'min' and 'max' of the figure, or leave out the condition. Allow it where the "
            "words of the printed rule are kept on purpose.",
            "请改正条件，或改正数据的min、max，或去掉条件。有意照抄条文的，可用allow写明理由。",
        ),
    ),
    "override-idle": Page(
        "warning",
        Text(
            "An override caps the grade at the best one. So it changes nothing.",
            "等级的特别规定以最好的等级为上限。因而不起任何作用。",
        ),
        """points: 10
figures: {defects: {type: count, min: 0}, accident: {type: flag}}
indicators:
  road: {points: 10, rules: {deduct: 1, per: 1, of: defects, part: drop}}
grades: {good: 8, fair: 6, poor: else}
overrides: [{when: accident, grade_at_most: good}]
""",
        """points: 10
figures: {defects: {type: count, min: 0}, accident: {type: flag}}
indicators:
  road: {points: 10, rules: {deduct: 1, per: 1, of: defects, part: drop}}
grades: {good: 8, fair: 6, poor: else}
overrides: [{when: accident, grade_at_most: fair}]
""",
        Text(
            "A road with a serious accident is still called good, although the policy wants to rule that out.",
            "发生重大事故的道路仍可评为最好的等级，而条文本来要排除这种情况。",
        ),
        Text(
            "Name a lower grade in 'grade_at_most', or delete the override. Allow it, for the whole ruleset, where "
            "the printed text says no more.",
            "请在grade_at_most中写较低的等级，或删去。条文本来如此的，可在规则集顶层用allow写明理由。",
        ),
    ),
}
