"""Twins in which value forms stand elsewhere: in functions, variants, methods, lists, guards, sums of rows, a total."""

from planted_parts import Twin, fault

_LEVELS = Twin(
    "levels",
    """ruleset: levels
source: 附表 通用评分档
points: 15
figures:
  rate:  {name: 达标率, unit: "%", min: 0%, max: 100%, better: higher}
  share: {name: 覆盖率, unit: "%", min: 40%, max: 100%, better: higher}
  kind:  {name: 类别, words: [city, county]}
functions:
  level:
    needs: [x]
    of: x
    bands:
      - {at_least: 90%, is: 5}
      - {at_least: 70%, below: 90%, is: 3}
      - {at_least: 50%, below: 70%, is: 1}
      - {below: 50%, is: 0}
indicators:
  one: {points: 5, rules: {points: level(rate)}}
  two: {points: 5, rules: {points: level(share)}}
  done:
    points: 5
    variants:
      - when: kind == 'city'
        rules:
          of: rate
          edge: at_least
          bands: {95%: 5, 85%: 3, 70%: 1, else: 0}
      - rules:
          of: rate
          bands:
            - {at_least: 80%, is: 5}
            - {at_least: 60%, below: 80%, is: 3}
            - {at_least: 55%, below: 60%, is: 1}
            - {below: 55%, is: 0}
""",
    (
        fault("gap-both-calls", "{at_least: 50%, below: 70%, is: 1}", "{at_least: 50%, below: 60%, is: 1}", "gap",
              "of: x\n    bands:\n      ^- {at_least: 90%"),
        fault("gap-one-call", "{below: 50%, is: 0}", "{at_least: 30%, below: 50%, is: 0}", "gap",
              "of: x\n    bands:\n      ^- {at_least: 90%", where="0% ≤ rate < 30%"),
        fault("overlap", "{at_least: 50%, below: 70%, is: 1}", "^{at_least: 50%, at_most: 70%, is: 1}", "overlap",
              first="14"),
        fault("never", "{below: 50%, is: 0}", "{below: 50%, is: 0}\n      - ^{above: 100%, is: 5}", "never-taken"),
        fault("zero-by-one", "min: 40%, max: 100%", "min: 55%, max: 100%", "zero-unreachable", "\n  ^two:", low="1"),
        fault("full-short", "{at_least: 90%, is: 5}", "{at_least: 90%, is: 4.5}", "full-unreachable",
              "indicators:\n  ^one:", also="full-unreachable", high="4.5"),
        fault("turned", "below: 90%, is: 3}\n      - {at_least: 50%, below: 70%, is: 1}",
              "below: 90%, is: 1}\n      - {at_least: 50%, below: 70%, is: 3}", "wrong-direction",
              "one: {points: 5, rules: ^{points: level(rate)", also="wrong-direction cliff", name="rate"),
        fault("variant-gap", "{at_least: 60%, below: 80%, is: 3}", "{at_least: 60%, below: 75%, is: 3}", "gap",
              "^- {at_least: 80%, is: 5}", where="kind = county, 75% ≤ rate < 80%", kind="boxes"),
        fault("variant-turned", "85%: 3, 70%: 1", "85%: 1, 70%: 3", "wrong-direction", "^of: rate\n          edge",
              name="rate", at_low="3", at_high="1", also="cliff", kind="boxes"),
        fault("variant-overlap", "{at_least: 60%, below: 80%, is: 3}", "^{at_least: 60%, below: 82%, is: 3}",
              "overlap", kind="boxes", where="kind = county, 80% ≤ rate < 82%"),
        fault("variant-never", "{below: 55%, is: 0}", "{below: 55%, is: 0}\n            - ^{below: 0%, is: 0}",
              "never-taken", kind="boxes"),
        fault("variant-outside", "{95%: 5, 85%: 3", "{95%: 8, 85%: 3", "score-outside", "^of: rate\n          edge",
              score="8", kind="boxes"),
    ),
)  # fmt: skip

_GUARDED = Twin(
    "guarded_bands",
    """ruleset: guarded_bands
source: 附表 适用范围
points: 10
figures:
  rate: {name: 完成率, unit: "%", min: 0%, max: 100%}
  kind: {name: 类别, words: [city, county, town]}
  late: {name: 迟报天数, type: count, max: 90}
indicators:
  done:
    points: 5
    applies_when: rate >= 60%
    if_not_applicable: zero
    rules:
      of: rate
      bands:
        - {at_least: 90%, is: 5}
        - {at_least: 75%, below: 90%, is: 3}
        - {at_least: 60%, below: 75%, is: 1}
  prompt:
    points: 5
    applies_when: kind != 'town'
    if_not_applicable: full
    rules:
      - of: kind
        by: {city: 5, county: 4, else: null}
      - {deduct: 1, per: 10, of: late, part: drop, when: late > 20}
""",
    (
        fault("band-beyond-guard", "{at_least: 60%, below: 75%, is: 1}",
              "{at_least: 60%, below: 75%, is: 1}\n        - ^{below: 60%, is: 0}", "never-taken"),
        fault("gap-in-guard", "{at_least: 60%, below: 75%", "{at_least: 65%, below: 75%", "gap", "^- {at_least: 90%",
              where="60% ≤ rate < 65%"),
        fault("guard-wider", "applies_when: rate >= 60%", "applies_when: rate >= 50%", "gap", "^- {at_least: 90%",
              where="50% ≤ rate < 60%"),
        fault("guard-never", "applies_when: rate >= 60%", "applies_when: ^rate > 100%", "never-holds",
              also="full-unreachable"),
        fault("guard-always", "applies_when: rate >= 60%", "applies_when: ^rate >= 0%", "always-holds",
              also="gap zero-unreachable"),
        fault("guard-of-words", "kind != 'town'", "^kind != 'town' or kind != 'city'", "always-holds"),
        fault("when-never", "when: late > 20", "when: ^late > 90", "never-holds", also="zero-unreachable"),
        fault("when-always", "when: late > 20", "when: ^late >= 0", "always-holds"),
        fault("outside", "county: 4", "county: 6", "score-outside", "^of: kind"),
    ),
)  # fmt: skip

_SUMS = Twin(
    "sums",
    """ruleset: sums
source: 检查表 累加
points: 12
figures:
  fenced: {name: 有围栏, type: flag}
  signed: {name: 有标识, type: flag}
  visits: {name: 巡查次数, type: count, max: 10}
indicators:
  listed:
    points: 6
    rules:
      hit: sum
      rows:
        - {when: fenced, is: 2}
        - {when: signed, is: 2}
        - {when: visits > 3, is: 2}
        - {is: 0}
  largest:
    points: 6
    rules:
      hit: max
      rows:
        - {when: fenced and signed, is: 6}
        - {when: visits > 5, is: 4}
        - {is: 0}
""",
    (
        fault("sum-outside", "{when: signed, is: 2}", "{when: signed, is: 3}", "score-outside", "^hit: sum",
              kind="boxes", score="7"),
        fault("sum-short", "{when: signed, is: 2}", "{when: signed, is: 1}", "full-unreachable", "^listed:",
              kind="boxes", high="5"),
        fault("sum-low", "- {is: 0}\n  largest", "- {is: 1}\n  largest", "zero-unreachable", "^listed:", kind="boxes",
              also="score-outside", low="1"),
        fault("sum-never", "{when: visits > 3, is: 2}", "{when: ^visits > 10, is: 2}", "never-taken", kind="boxes",
              also="full-unreachable"),
        fault("sum-gap", "        - {is: 0}\n  largest", "  largest", "gap", "^- {when: fenced, is: 2}", kind="boxes",
              where="fenced = false, signed = false, 0 ≤ visits ≤ 3", also="zero-unreachable"),
        fault("max-short", "signed, is: 6}", "signed, is: 5}", "full-unreachable", "^largest:", kind="boxes", high="5"),
        fault("max-never", "{when: visits > 5, is: 4}", "{when: ^visits > 5 and visits < 6, is: 4}", "never-taken",
              kind="boxes"),
        fault("max-outside", "signed, is: 6}", "signed, is: 9}", "score-outside", "^hit: max", kind="boxes", score="9"),
        fault("max-gap", "{when: visits > 5, is: 4}\n        - {is: 0}",
              "{when: visits > 5, is: 4}\n        - {when: visits < 5, is: 0}", "gap", "^- {when: fenced and signed",
              kind="boxes"),
    ),
)  # fmt: skip

_NET = Twin(
    "net",
    """ruleset: net
source: 正负面清单 净分
figures:
  good:   {name: 正面事项, type: count, max: 20, better: higher}
  bad:    {name: 负面事项, type: count, max: 20, better: lower}
  before: {name: 原状, words: [good, fair, poor], ordered: true}
  after:  {name: 现状, words: [good, fair, poor], ordered: true}
indicators:
  benefit: {points: 10, rules: {award: 1, per: 1, of: good}}
  harm: {points: 10, rules: {award: 1, per: 1, of: bad}}
  kept:
    points: 10
    rules:
      hit: first
      rows:
        - {when: after == 'poor', is: 0}
        - {when: after < before, is: 4}
        - {when: after == before, is: 8}
        - {is: 10}
total: benefit.score - harm.score
grades: {high: 5, middle: 0, low: else}
""",
    (
        fault("grade-beyond", "{high: 5", "{high: ^11", "grade-unreachable", name="high", high="10"),
        fault("grade-below", "middle: 0, low: else", "middle: -10, low: else", "grade-unreachable", "low: ^else",
              name="low", low="-10"),
        fault("amount", "{award: 1, per: 1, of: good}", "{award: 0.4, per: 1, of: good}", "full-unreachable",
              "^benefit:", high="8"),
        fault("masked", "{when: after < before, is: 4}", "{when: ^after == 'poor' and before == 'good', is: 4}",
              "masked", first="16", kind="boxes"),
        fault("never", "{when: after < before, is: 4}", "{when: ^after < 'poor', is: 4}", "never-taken", kind="boxes"),
        fault("else-unused", "{when: after == before, is: 8}", "{when: after >= before, is: 10}", "else-unused",
              "- ^{is: 10}", kind="boxes"),
        fault("gap", "{is: 10}", "{when: before == 'poor', is: 10}", "gap", "^- {when: after == 'poor'", kind="boxes",
              where="after = good, before = fair"),
    ),
)  # fmt: skip

_PANEL = Twin(
    "panel",
    """ruleset: panel
source: 评审细则 打分
points: 20
figures:
  marks: {name: 评委打分, list_of: {min: 0, max: 10}}
  grades_of: {name: 折算, for_each: marks, of: each, edge: at_least, bands: {9: 5, 7: 3, 5: 1, else: 0}}
  projects: {name: 项目, list_of: {cost: {min: 0, unit: 万元}, plan: {min: 1, unit: 万元}, late: {type: count}}}
  over: {name: 超支, for_each: projects, is: "max(0, cost / plan - 1)"}
indicators:
  judged: {points: 5, rules: {points: mean(grades_of)}}
  costs: {points: 5, rules: {deduct: 1, per: 10%, of: mean(over), part: exact}}
  prompt: {points: 10, rules: {deduct: 2, per: 1, of: sum(projects.late), part: drop}}
""",
    (
        fault("gap", "5: 1, else: 0", "5: 1, 2: 0", "gap", "bands: ^{9"),
        fault("never", "{9: 5, 7: 3", "{^11: 5, 9: 4, 7: 3", "never-taken", also="full-unreachable"),
        fault("short", "{9: 5, 7: 3", "{9: 4, 7: 3", "full-unreachable", "^judged:", high="4"),
        fault("outside", "{9: 5, 7: 3", "{9: 6, 7: 3", "score-outside", "rules: ^{points", kind="open"),
        fault("up-to", "part: exact}", "part: exact, up_to: 4}", "cannot-exhaust", "costs: {points: 5, rules: ^{",
              low="1"),
        fault("late-never", "{deduct: 2, per: 1, of: sum(projects.late), part: drop}",
              "[{deduct: 2, per: 1, of: sum(projects.late), part: drop}, {lose_all: ^sum(projects.late) < 0}]",
              "never-holds"),
        fault("late-always", "{deduct: 2, per: 1, of: sum(projects.late), part: drop}",
              "[{deduct: 2, per: 1, of: sum(projects.late), part: drop}, {deduct: 1, when: ^count(marks) >= 0}]",
              "always-holds", also="full-unreachable"),
        fault("unused-list", "mean(grades_of)", "mean(marks) / 2", "unused-figure", "^grades_of:", name="grades_of"),
        fault("unused-field", "sum(projects.late)", "count(projects)", "unused-figure", "^late:", name="late"),
        fault("at-once", "{deduct: 2, per: 1", "^{deduct: 10, per: 1", "exhausts-at-once", also="cliff", each="10"),
    ),
)  # fmt: skip

TWINS = (_LEVELS, _GUARDED, _SUMS, _NET, _PANEL)
