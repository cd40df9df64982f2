"""Twins with tables of parameters by words, whole numbers and dates, ranges of marks, lists and local figures."""

from planted_parts import Twin, fault

_NORMS = Twin(
    "norms",
    """ruleset: norms
source: 造价定额 表7
points: 6
figures:
  road:  {name: 道路等级, words: [trunk, county, village]}
  soil:  {name: 地质, words: [rock, clay, sand]}
  km:    {name: 里程, unit: km, min: 0, max: 80}
  cost:  {name: 单位造价, unit: 万元, min: 0, better: lower}
  size:  {name: 规模, words: [large, small], of: km, edge: at_least, bands: {50: large, else: small}}
  norm:
    name: 定额
    unit: 万元
    of: [road, soil]
    by:
      trunk: 90
      county:
        rock: 70
        else: 55
      village: [40, 30, 35]
indicators:
  thrift:
    points: 6
    rules:
      - {deduct: {of: size, by: {large: 2, small: 1}}, per: 5, above: norm, of: cost, part: drop}
""",
    (
        fault("word-never", "bands: {50: large, else: small}", "bands: {90: large, else: small}", "never-taken",
              "by: {^large: 2", kind="boxes", also="never-taken"),
        fault("word-never-small", "min: 0, max: 80", "min: 50, max: 80", "never-taken", "large: 2, ^small: 1",
              kind="boxes", also="else-unused"),
        fault("band-never", "max: 80", "max: 40", "never-taken", "bands: {^50: large", kind="boxes",
              also="never-taken"),
        fault("else-unused", "rock: 70\n        else: 55",
              "rock: 70\n        clay: 60\n        sand: 55\n        ^else: 55", "else-unused", kind="boxes"),
        fault("list-short", "[40, 30, 35]", "^[40, 30]", "by-list", kind="boxes"),
        fault("entry-missing", "        else: 55\n", "", "by-incomplete", "county:\n        ^rock", kind="boxes"),
        fault("unused-size", "{deduct: {of: size, by: {large: 2, small: 1}}, per", "{deduct: 2, per", "unused-figure",
              "^size:", name="size", kind="boxes"),
        fault("unused-norm", "above: norm", "above: 55", "unused-figure", "^norm:", name="norm", kind="boxes"),
        fault("wrong-way", "above: norm", "below: norm", "wrong-direction", "- ^{deduct", kind="boxes"),
        fault("at-once", "by: {large: 2, small: 1}", "by: {large: 8, small: 6}", "exhausts-at-once", "- ^{deduct",
              kind="boxes", points="6"),
        fault("units-differ", "unit: 万元\n    of:", "unit: 元\n    of:", "units-differ", "above: ^norm", kind="boxes"),
    ),
)  # fmt: skip

_VIOLATIONS = Twin(
    "violations",
    """ruleset: violations
source: 违规计分表
points: 5
figures:
  violations: {name: 违规起数, type: count, max: 9, better: lower}
indicators:
  lawful:
    points: 5
    rules:
      of: violations
      by:
        0: 5
        1: 3
        2: 1
        else: 0
""",
    (
        fault("entry-never", "max: 9", "max: 1", "never-taken", "^2: 1",
              also="zero-unreachable else-unused"),
        fault("entry-never-none", "type: count, max: 9", "type: count, min: 1, max: 9", "never-taken", "^0: 5",
              also="full-unreachable"),
        fault("entry-beyond", "        else: 0", "        ^10: 0\n        else: 0", "never-taken"),
        fault("wrong-direction", "1: 3\n        2: 1", "1: 1\n        2: 3", "wrong-direction", "^of: violations",
              low="1", high="2", at_low="1", at_high="3"),
        fault("wrong-direction-else", "else: 0", "else: 2", "wrong-direction", "^of: violations",
              also="zero-unreachable", low="2", high="3", at_low="1", at_high="2"),
        fault("full-short", "0: 5", "0: 4", "full-unreachable", "^lawful:", points="5", high="4"),
        fault("outside", "0: 5", "0: 10", "score-outside", "^of: violations", score="10", example="violations = 0"),
        fault("no-else", "        else: 0\n", "", "by-else", "^0: 5"),
    ),
)  # fmt: skip

_YEARS = Twin(
    "years",
    """ruleset: years
source: 各年度通知
points: 4
figures:
  signed: {name: 签订日期, type: date, min: 2020-01-01, max: 2025-12-31}
  late:   {name: 超期天数, type: count, max: 900}
  grace:
    name: 宽限天数
    of: signed
    by:
      2021-01-01: 30
      2023-01-01: 20
      else: 60
indicators:
  finished:
    points: 4
    rules:
      - {deduct: 1, per: 30, above: 90, of: late + grace, part: count}
""",
    (
        fault("entry-never", "max: 2025-12-31", "max: 2022-12-31", "never-taken", "^2023-01-01: 20"),
        fault("entry-masked", "min: 2020-01-01", "min: 2023-01-01", "masked", "^2021-01-01: 30", first="12"),
        fault("unused", "of: late + grace", "of: late", "unused-figure", "^grace:", name="grace"),
        fault("entry-later", "      2023-01-01: 20\n", "      2023-01-01: 20\n      ^2026-01-01: 10\n", "never-taken"),
    ),
)  # fmt: skip

_EFFECT = Twin(
    "effect",
    """ruleset: effect
source: 效益指标评分说明
points: 20
without_findings: left out
figures:
  effect: {name: 效果, words: [reached, partly, missed], ordered: true}
  before: {name: 原状, words: [good, fair, poor], ordered: true}
  after:  {name: 现状, words: [good, fair, poor], ordered: true}
indicators:
  social:
    points: 10
    rules:
      of: effect
      by:
        reached: 80%..100%
        partly: 60%..<80%
        missed: 0%..<60%
  state:
    points: 10
    rules:
      - {of: after, by: {good: 10, fair: 6, poor: 0}}
      - {deduct: 4, when: after < before}
""",
    (
        fault("worse-range", "reached: 80%..100%\n        partly: 60%..<80%",
              "reached: 50%..<70%\n        partly: 80%..100%", "worse-pays-more", "^of: effect", worse="partly",
              better="reached"),
        fault("range-short", "80%..100%", "80%..95%", "full-unreachable", "^social:", high="9.5"),
        fault("range-low", "0%..<60%", "10%..<60%", "zero-unreachable", "^social:", low="1"),
        fault("range-beyond", "80%..100%", "80%..110%", "score-outside", "^of: effect"),
        fault("worse-word", "fair: 6, poor: 0", "fair: 0, poor: 6", "worse-pays-more", "- ^{of: after", worse="poor",
              more="6", less="0"),
        fault("never-below-worst", "after < before", "^after < 'poor'", "never-holds", also="unused-figure"),
        fault("never-above-best", "after < before", "^after > 'good'", "never-holds", also="unused-figure"),
        fault("always-at-least-worst", "after < before", "^after >= 'poor'", "always-holds",
              also="unused-figure full-unreachable"),
        fault("never-both", "after < before", "^after < before and after > before", "never-holds", kind="boxes"),
        fault("always-one", "after < before", "^after <= before or after > before", "always-holds", kind="boxes",
              also="full-unreachable"),
        fault("unused-before", "after < before", "after == 'fair'", "unused-figure", "^before:", name="before"),
        fault("amount-all", "{deduct: 4, when: after < before}", "^{deduct: 12, when: after < before}",
              "exhausts-at-once", kind="boxes", each="12", points="10"),
    ),
)  # fmt: skip

_SITES = Twin(
    "sites",
    """ruleset: sites
source: 管护考核 第六条
points: 20
figures:
  sites: {list_of: {faults: {type: count}, staffed: {type: flag}}}
indicators:
  upkeep:
    points: 20
    for_each: sites
    combine: mean
    if_empty: not_applicable
    rules:
      - {deduct: 4, per: 1, of: faults}
      - {lose_all: not staffed and faults > 3}
""",
    (
        fault("at-once", "{deduct: 4", "^{deduct: 20", "exhausts-at-once", each="20", points="20"),
        fault("never", "not staffed and faults > 3", "^not staffed and faults < 0", "never-holds", kind="boxes"),
        fault("always", "not staffed and faults > 3", "^not staffed or faults >= 0", "always-holds", kind="boxes",
              also="full-unreachable"),
        fault("unused-field", "not staffed and faults > 3", "faults > 3", "unused-figure", "^staffed:", name="staffed"),
    ),
)  # fmt: skip

_TARGETS = Twin(
    "targets",
    """ruleset: targets
source: 绩效目标申报表
points: 50
indicators:
  output:
    points: 50
    spread: leaves
    each:
      figures: {actual: {min: 0}, target: {min: 1}}
      rules: {ratio: actual, to: target}
    indicators:
      培训人次: {unit: 人次}
      修缮校舍: {unit: 栋}
      发放资料: {unit: 份, points: 10}
""",
    (
        fault("cap", "to: target}", "to: target, cap: 90%}", "full-unreachable", "^培训人次:", also="full-unreachable",
              points="20", high="18"),
        fault("cap-lifted", "to: target}", "to: target, cap: none}", "score-outside", "rules: ^{ratio"),
        fault("cap-above", "to: target}", "to: target, cap: 120%}", "score-outside", "rules: ^{ratio"),
        fault("unused-local", "target: {min: 1}}", "target: {min: 1}, ^last_year: {min: 0}}", "unused-figure"),
        fault("mismatch", "发放资料: {unit: 份, points: 10}", "发放资料: {unit: 份, points: 60}", "points-mismatch",
              "output:\n    points: ^50"),
    ),
)  # fmt: skip

TWINS = (_NORMS, _VIOLATIONS, _YEARS, _EFFECT, _SITES, _TARGETS)
