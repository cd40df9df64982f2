"""Pages about scores: points that cannot be reached or lost, jumps, wrong directions, and points taken twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.checks.page import Page, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

SCORES: Mapping[str, Page] = {
    "full-unreachable": Page(
        "warning",
        Text(
            "No case can get the full marks of an indicator. The most it gives is less than its points.",
            "任何单位都得不到某个指标的满分。最高得分低于分值。",
        ),
        """points: 5
figures: {rate: {unit: "%", min: 0%, max: 100%}}
indicators:
  execution:
    points: 5
    rules: {of: rate, edge: at_least, bands: {95%: 4, 90%: 2, else: 0}}
""",
        """points: 5
figures: {rate: {unit: "%", min: 0%, max: 100%}}
indicators:
  execution:
    points: 5
    rules: {of: rate, edge: at_least, bands: {95%: 5, 90%: 2.5, else: 0}}
""",
        Text(
            "Even a faultless unit loses points, and nobody can tell it what for. All totals are lower than they "
            "look, and the best grade may be out of reach.",
            "做得再好的单位也要丢分，而且说不出为什么；所有总分因此偏低，最好的等级可能无人能得。",
        ),
        Text(
            "Correct the amounts, or 'points' of the indicator. Allow it where the printed table keeps the last "
            "points out of reach on purpose.",
            "请改正各档得分或指标的分值（points）。印发的表格有意不给满的，可用allow写明理由。",
        ),
    ),
    "zero-unreachable": Page(
        "note",
        Text(
            "Even the worst case gets points. No case can lose all of the indicator.",
            "最差的单位也有得分。任何单位都不会失去该指标的全部分值。",
        ),
        """points: 5
figures: {rate: {unit: "%", min: 0%, max: 100%}}
indicators:
  execution:
    points: 5
    rules: {of: rate, edge: at_least, bands: {95%: 5, 80%: 3, else: 1}}
""",
        """points: 5
figures: {rate: {unit: "%", min: 0%, max: 100%}}
indicators:
  execution:
    points: 5
    rules: {of: rate, edge: at_least, bands: {95%: 5, 80%: 2.5, else: 0}}
""",
        Text(
            "Points that everybody gets tell nobody apart: a unit that spent nothing gets a point for its budget.",
            "人人都有的分数分不出好坏：一分钱没有支出的单位，预算执行也能得1分。",
        ),
        Text(
            "Correct the lowest amount. Allow it where the policy gives something for taking part.",
            "请改正最低一档的得分。条文规定有基本分的，可用allow写明理由。",
        ),
    ),
    "cannot-exhaust": Page(
        "note",
        Text(
            "The deductions can never take all the points. Some of the indicator is always left.",
            "扣分不可能扣完全部分值。该指标总会留下一部分得分。",
        ),
        """points: 6
figures: {potholes: {type: count, min: 0}}
indicators:
  road:
    points: 6
    rules: {deduct: 1, per: 1, of: potholes, part: drop, up_to: 4}
""",
        """points: 6
figures: {potholes: {type: count, min: 0}}
indicators:
  road: {points: 6, rules: {deduct: 1, per: 1, of: potholes, part: drop}}
""",
        Text(
            "A part of the points is a gift: the worst road keeps 2 of 6, though the text may say 'until none are "
            "left'.",
            "有一部分分值等于白送：最差的道路也留下2分，而条文往往写的是“扣完为止”。",
        ),
        Text(
            "Correct the amounts, or 'up_to' of the rules. Allow it where the printed amounts add up to less than the "
            "points.",
            "请改正扣分，或规则的up_to（最多扣多少）。印发的扣分合计本来就少于分值的，可用allow写明理由。",
        ),
    ),
    "exhausts-at-once": Page(
        "note",
        Text(
            "One step or finding takes all the points. It takes what the indicator has, or more.",
            "扣一次就扣完全部分值。一档或一个问题的扣分等于或超过该指标的分值。",
        ),
        """points: 2
without_findings: keep
indicators:
  purchases: {points: 2, rules: {deduct: 2, per: finding}}
""",
        """points: 2
without_findings: keep
indicators:
  purchases: {points: 2, rules: {lose_all: findings > 0}}
""",
        Text(
            "It reads as if it went step by step, and is all or nothing. If a digit is wrong, units lose ten times "
            "too much.",
            "写法像是逐次扣分，实际是一次扣光；如果是数字写错，单位会多扣十倍。",
        ),
        Text(
            "Write 'lose_all' if all or nothing is meant, else correct the amount. Allow it where the printed words "
            "say it so and 'text' repeats them.",
            "确为一次扣光的，请写lose_all；否则请改正扣分。条文本来这样写、需照抄的，可用allow写明理由。",
        ),
    ),
    "score-outside": Page(
        "warning",
        Text(
            "A base rule pays outside 0 to the points. For some case it gives more than full marks, or less than "
            "nothing.",
            "基础得分超出0至满分的范围。某些情形下算出的得分超过满分，或低于0分。",
        ),
        """points: 10
figures: {built: {unit: km, min: 0}, planned: {unit: km, min: 1}}
indicators:
  road: {points: 10, rules: {points: 10 * built / planned}}
""",
        """points: 10
figures: {built: {unit: km, min: 0}, planned: {unit: km, min: 1}}
indicators:
  road: {points: 10, rules: {ratio: built, to: planned}}
""",
        Text(
            "The limits of the indicator cut it, and the reader of the rule does not see that. Often a bound, an "
            "amount or a limit of a figure is mistyped.",
            "超出部分会被指标的上限、下限截去，而规则中看不出来；常常是界限、得分或数据的取值范围写错了。",
        ),
        Text(
            "Correct the amounts or the limits of the figure; 'ratio' stops at 100% of itself, an expression does by "
            "'min(…, 1)'. Allow it where 'cap' and 'floor' of the indicator are meant to cut.",
            "请改正得分或数据的取值范围；ratio本身不超过100%，公式可用min(…, 1)限制。有意由指标的cap、floor截去的，可"
            "用allow写明理由。",
        ),
    ),
    "grade-unreachable": Page(
        "warning",
        Text(
            "A grade lies where no total can be. Its bounds lie above all totals or below them, or the totals jump "
            "over it; jumps are looked at where the grade depends on one number.",
            "某个等级没有总分能够达到。其界限高于或低于所有总分，或总分跳过了它；是否跳过，只在等级取决于一个数时检查。",
        ),
        """points: 20
figures: {faults: {type: count, min: 0}}
indicators:
  wells: {points: 20, rules: {deduct: 1, per: 1, of: faults, part: drop}}
grades: {good: 80, fair: 12, poor: else}
""",
        """points: 20
figures: {faults: {type: count, min: 0}}
indicators:
  wells: {points: 20, rules: {deduct: 1, per: 1, of: faults, part: drop}}
grades: {good: 16, fair: 12, poor: else}
""",
        Text(
            "Nobody gets this grade, whatever they do: bounds for 100 points on a total of 20 make every well at best "
            "fair.",
            "无论做得多好，都评不上这个等级：总分只有20分却用百分制的界限，谁也评不上“good”。",
        ),
        Text(
            "Write bounds that totals reach, or leave the grade out; one that an override gives ('grade: NAME') counts "
            "as reached. Allow it, for the whole ruleset, where the grades are printed so and the table is a part of "
            "a larger one.",
            "请把界限写在总分能达到的范围内，或删去该等级；由特别规定（overrides的grade）给出的等级不报。等级按印发文件照"
            "抄、而本表只是其中一部分的，可在规则集顶层用allow写明理由。",
        ),
    ),
    "cliff": Page(
        "note",
        Text(
            "At one value of a figure the score jumps. It changes by more than half of the points of a leaf. Rules "
            "that read one number are looked at, dates too; of each the largest jump is told. Counts go in steps "
            "anyway and are exempt, and so are conditions ('when', 'lose_all').",
            "数据在某个值上得分突变。变化超过末级指标分值的一半。检查只取决于一个数的规则，日期也算；每条规则只报最大的一"
            "处。个数（count）本来就是逐个变化的，不检查；条件（when、lose_all）也不检查。",
        ),
        """points: 10
figures: {rate: {unit: "%", min: 0%, max: 100%}}
indicators:
  execution:
    points: 10
    rules: {of: rate, edge: at_least, bands: {90%: 10, else: 0}}
""",
        """points: 10
figures: {rate: {unit: "%", min: 0%, max: 100%}}
indicators:
  execution:
    points: 10
    rules: {deduct: 1, per: 1%, below: 90%, of: rate, part: exact}
""",
        Text(
            "Two units that are almost equal get 10 and 0 points: 90% and 89.99%. Just such bounds tempt people to "
            "bend figures.",
            "几乎一样的两个单位，一个10分、一个0分：90%与89.99%。这样的界限最容易让人在数据上做手脚。",
        ),
        Text(
            "Use more bands, a step deduction or 'interpolate'. 'cliff = \"40%\"' under [tool.scoring] in "
            "pyproject.toml sets how large a jump may be (50% unless said). Allow it where the policy wants all or "
            "nothing, as for a legal limit.",
            '可用更多的档、按档扣分或interpolate（插值）。pyproject.toml的[tool.scoring]中写 cliff = "40%" 可改变允'
            "许的幅度（不写为50%）。条文规定达标才给分的（如法定限值），可用allow写明理由。",
        ),
    ),
    "wrong-direction": Page(
        "warning",
        Text(
            "A better figure gives a worse score. 'better' of the figure says which way is better.",
            "数据变好，得分反而变差。好坏以数据的better为准。",
        ),
        """points: 5
figures: {satisfied: {unit: "%", min: 0%, max: 100%, better: higher}}
indicators:
  patients:
    points: 5
    rules:
      of: satisfied
      edge: at_least
      bands: {95%: 4, 85%: 5, 75%: 2.5, else: 0}
""",
        """points: 5
figures: {satisfied: {unit: "%", min: 0%, max: 100%, better: higher}}
indicators:
  patients:
    points: 5
    rules:
      of: satisfied
      edge: at_least
      bands: {95%: 5, 85%: 4, 75%: 2.5, else: 0}
""",
        Text(
            "Who does better gets less: a clinic with 96% satisfied patients is below one with 86%. It is mostly two "
            "amounts that were swapped.",
            "做得好的反而得分低：满意度96%的诊所低于86%的诊所。多半是两档的得分写反了。",
        ),
        Text(
            "Correct the rule, or 'better: higher | lower' of the figure, which is for check alone; without it "
            "nothing is looked for. Allow it where too much is as bad as too little.",
            "请改正规则，或数据的 better: higher | lower（只供检查用，不写则不检查）。过高与过低同样不好的，可用allow"
            "写明理由。",
        ),
    ),
    "worse-pays-more": Page(
        "warning",
        Text(
            "A worse word gives more than a better one. The figure is ordered, and this is so whatever the numbers "
            "are.",
            "较差的词得分高于较好的词。该数据有序（ordered），而且无论其他数值如何都是这样。",
        ),
        """points: 4
figures: {upkeep: {words: [good, fair, poor], ordered: true}}
indicators:
  road: {points: 4, rules: {of: upkeep, by: {good: 3, fair: 4, poor: 0}}}
""",
        """points: 4
figures: {upkeep: {words: [good, fair, poor], ordered: true}}
indicators:
  road: {points: 4, rules: {of: upkeep, by: {good: 4, fair: 3, poor: 0}}}
""",
        Text(
            "A well kept road gets less than a neglected one; inspectors who see it will change the word, not the "
            "rule.",
            "养护好的道路得分反而低于养护差的；检查人员发现后，改的往往是评语，而不是规则。",
        ),
        Text(
            "Correct the amounts, or the order of 'words' (the best comes first), or leave out 'ordered: true' where "
            "the words have no order. Allow it, on the indicator or the figure, where the middle word is the wanted "
            "one.",
            "请改正得分，或改正words的次序（最好的排在最前）；各词没有好坏之分的，去掉 ordered: true。本来就以中间的词"
            "为最佳的，可在指标或数据上用allow写明理由。",
        ),
    ),
    "deducts-twice": Page(
        "note",
        Text(
            "Two rules take points for the same figure. One case can lose by both.",
            "两条规则因同一项数据扣分。同一单位可能两处都扣。",
        ),
        """points: 8
figures: {days_late: {type: count, min: 0}}
indicators:
  report: {points: 4, rules: {deduct: 1, per: 1, of: days_late, part: drop}}
  funds:
    points: 4
    rules: {deduct: 0.5, per: 1, of: days_late, part: drop}
""",
        """points: 8
figures: {days_late: {type: count, min: 0}, errors: {type: count, min: 0}}
indicators:
  report: {points: 4, rules: {deduct: 1, per: 1, of: days_late, part: drop}}
  funds: {points: 4, rules: {deduct: 0.5, per: 1, of: errors, part: drop}}
""",
        Text(
            "One shortcoming is punished twice, which most policies forbid and every unit objects to.",
            "同一个问题重复扣分，多数办法不允许，被评单位也必有异议。",
        ),
        Text(
            "Take the points in one place. Allow it where the policy means both, such as lateness that counts for the "
            "report and for the whole.",
            "请只在一处扣分。办法本来要求两处都扣的（如迟报既影响报告质量又影响整体管理），可用allow写明理由。",
        ),
    ),
}
