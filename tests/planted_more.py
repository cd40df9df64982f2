"""Twins of further patterns: tables of parameters, lists, shapes, methods, roundings, groups, open scales, portfolios."""

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
        fault("word-never-small", "min: 0, max: 80", "min: 50, max: 80", "never-taken", "large: 2, ^small: 1", kind="boxes",
              also="else-unused"),
        fault("band-never", "max: 80", "max: 40", "never-taken", "bands: {^50: large", kind="boxes", also="never-taken"),
        fault("else-unused", "rock: 70\n        else: 55", "rock: 70\n        clay: 60\n        sand: 55\n        ^else: 55",
              "else-unused", kind="boxes"),
        fault("list-short", "[40, 30, 35]", "^[40, 30]", "by-list", kind="boxes"),
        fault("entry-missing", "        else: 55\n", "", "by-incomplete", "county:\n        ^rock", kind="boxes"),
        fault("unused-size", "{deduct: {of: size, by: {large: 2, small: 1}}, per", "{deduct: 2, per", "unused-figure",
              "^size:", name="size", kind="boxes"),
        fault("unused-norm", "above: norm", "above: 55", "unused-figure", "^norm:", name="norm", kind="boxes",
              also="units-differ"),
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
        fault("else-unused", "max: 9", "max: 2", "else-unused", "^else: 0", also="zero-unreachable"),
        fault("entry-never", "max: 9", "max: 1", "never-taken", "^2: 1", also="zero-unreachable else-unused"),
        fault("entry-never-none", "type: count, max: 9", "type: count, min: 1, max: 9", "never-taken", "^0: 5",
              also="full-unreachable"),
        fault("entry-beyond", "        else: 0", "        ^10: 0\n        else: 0", "never-taken"),
        fault("wrong-direction", "1: 3\n        2: 1", "1: 1\n        2: 3", "wrong-direction", "^of: violations",
              low="1", high="2", at_low="1", at_high="3"),
        fault("wrong-direction-else", "else: 0", "else: 2", "wrong-direction", "^of: violations", also="zero-unreachable",
              low="2", high="3", at_low="1", at_high="2"),
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
        fault("else-unused", "min: 2020-01-01", "min: 2021-06-01", "else-unused", "^else: 60"),
        fault("entry-never", "max: 2025-12-31", "max: 2022-12-31", "never-taken", "^2023-01-01: 20"),
        fault("entry-masked", "min: 2020-01-01", "min: 2023-01-01", "masked", "^2021-01-01: 30", also="else-unused",
              first="12"),
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
        fault("worse-range", "reached: 80%..100%\n        partly: 60%..<80%", "reached: 50%..<70%\n        partly: 80%..100%",
              "worse-pays-more", "^of: effect", worse="partly", better="reached"),
        fault("range-short", "80%..100%", "80%..95%", "full-unreachable", "^social:", high="9.5"),
        fault("range-low", "0%..<60%", "10%..<60%", "zero-unreachable", "^social:", low="1"),
        fault("range-beyond", "80%..100%", "80%..110%", "score-outside", "^of: effect"),
        fault("worse-word", "fair: 6, poor: 0", "fair: 0, poor: 6", "worse-pays-more", "- ^{of: after", worse="poor", more="6",
              less="0"),
        fault("never-below-worst", "after < before", "^after < 'poor'", "never-holds", also="unused-figure"),
        fault("never-above-best", "after < before", "^after > 'good'", "never-holds", also="unused-figure"),
        fault("always-at-least-worst", "after < before", "^after >= 'poor'", "always-holds",
              also="unused-figure full-unreachable"),
        fault("never-both", "after < before", "^after < before and after > before", "never-holds", kind="boxes"),
        fault("always-one", "after < before", "^after <= before or after > before", "always-holds", kind="boxes",
              also="full-unreachable"),
        fault("unused-before", "after < before", "after == 'fair'", "unused-figure", "^before:", name="before"),
        fault("amount-all", "{deduct: 4, when: after < before}", "^{deduct: 12, when: after < before}", "exhausts-at-once",
              kind="boxes", each="12", points="10"),
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
        fault("twice", "- {lose_all: not staffed and faults > 3}", "- ^{deduct: 2, when: not staffed and faults > 3}",
              "deducts-twice", kind="boxes", name="faults"),
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

_FENCE = Twin(
    "fence",
    """ruleset: fence
source: 水库安全评分 5
points: 30
without_findings: keep
figures:
  execution: {name: 执行率, unit: "%", min: 0%, max: 100%}
  drills:    {name: 演练次数, type: count, max: 24}
indicators:
  guarantee:
    points: 20
    rules: {lose_all: fence.score == 0}
    indicators:
      fence: {points: 10, rules: {deduct: 2, per: finding}}
      signs: {points: 10, rules: {deduct: 1, per: finding}}
  practice:
    points: 10
    rules: {award: 5, per: [1, 3], at_least: each, of: drills}
cap: {of: execution, edge: at_least, bands: {85%: 30, 75%: 27, else: 15}}
""",
    (
        fault("cap-gap", "75%: 27, else: 15", "75%: 27, 50%: 15", "gap", "bands: ^{85%", where="0% ≤ execution < 50%"),
        fault("cap-else-unused", "min: 0%", "min: 80%", "else-unused", "^else: 15"),
        fault("cap-never", "max: 100%", "max: 84%", "never-taken", "bands: {^85%", also="full-unreachable"),
        fault("score-never-negative", "fence.score == 0", "^fence.score < 0", "never-holds"),
        fault("score-never-beyond", "fence.score == 0", "^fence.score > 10", "never-holds"),
        fault("score-always", "fence.score == 0", "^fence.score >= 0", "always-holds", also="full-unreachable"),
        fault("score-never-between", "fence.score == 0", "^8 < fence.score < 10", "never-holds"),
        fault("share-never", "fence.score == 0", "^guarantee.lowest > 100%", "never-holds", kind="boxes"),
        fault("drills-short", "award: 5", "award: 4", "full-unreachable", "^practice:", points="10", high="8"),
        fault("drills-beyond", "[1, 3]", "[1, 30]", "full-unreachable", "^practice:", points="10", high="5"),
        fault("at-once", "{deduct: 2, per: finding}", "{deduct: 10, per: finding}", "exhausts-at-once",
              "fence: {points: 10, rules: ^{", each="10"),
        fault("group-mismatch", "signs: {points: 10", "signs: {points: 5", "points-mismatch", "guarantee:\n    points: ^20",
              points="20", sum="15"),
        fault("group-at-once", "rules: {lose_all: fence.score == 0}",
              "rules: [{lose_all: fence.score == 0}, ^{deduct: 25, when: drills == 0}]", "exhausts-at-once", each="25",
              points="20"),
    ),
)  # fmt: skip

_ROUNDED = Twin(
    "rounded",
    """ruleset: rounded
source: 计算办法 二
points: 20
without_findings: keep
figures:
  planned: {name: 计划数, type: count, min: 1}
  done:    {name: 完成数, type: count}
  rate:    {name: 完成率, unit: "%", is: done / planned}
indicators:
  work:
    points: 12
    indicators:
      finished: {points: 8, rules: {ratio: rate, to: 95%}}
      orderly: {points: 4, rules: {deduct: 0.25, per: finding}}
  files:
    points: 8
    rules: {deduct: 0.5, per: finding}
rounding: {mode: half_up, leaf: 2}
""",
    (
        fault("figure-and-leaf", "is: done / planned}", "is: done / planned, round: 0.1%}", "rounded-twice", "{mode: half_up, ^leaf"),
        fault("leaf-and-total", "leaf: 2}", "leaf: 2, ^total: 1}", "rounded-twice"),
        fault("leaf-and-group", "leaf: 2}", "leaf: 2, ^group: 0}", "rounded-twice"),
        fault("list", "finished: {points: 8,", "finished: {points: 8, ^round: [0.01, 0.1],", "rounded-twice"),
        fault("points-long", "points: 12\n    indicators:\n      finished: {points: 8, rules: {ratio: rate, to: 95%}}\n      orderly: {points: 4,",
              "points: 12\n    indicators:\n      ^finished: {points: 8.125, rules: {ratio: rate, to: 95%}}\n      orderly: {points: 3.875,",
              "leaf-not-rounded", also="leaf-not-rounded", name="finished", places="2"),
        fault("points-thirds", "points: 12\n    indicators:\n      finished: {points: 8, rules: {ratio: rate, to: 95%}}\n      orderly: {points: 4,",
              "points: 12\n    indicators:\n      finished: {points: 12 - 11/3, rules: {ratio: rate, to: 95%}}\n      ^orderly: {points: 11/3,",
              "leaf-not-rounded", also="leaf-not-rounded", name="orderly"),
        fault("no-mode", "{mode: half_up, leaf: 2}", "^{leaf: 2}", "rounding-mode"),
        fault("grade-rounding", "rounding: {mode: half_up, leaf: 2}",
              "rounding: {mode: half_up, total: 2}\n^grades: {good: 18, poor: else}", "grade-rounding", total="17.995",
              bound="18", name="good"),
        fault("grade-rounding-whole", "rounding: {mode: half_up, leaf: 2}",
              "rounding: {mode: half_up, total: 0}\n^grades: {good: 18, poor: else}", "grade-rounding", total="17.5",
              bound="18"),
    ),
)  # fmt: skip

_LIBRARY = Twin(
    "library",
    """ruleset: library
source: 村图书室考核 附件2
points: 30
figures:
  visits: {name: 到馆人次, type: count, better: higher}
  days:   {name: 开放天数, type: count, max: 366, better: higher}
  books:  {name: 藏书, type: count, better: higher}
  funds:  {name: 经费, unit: 元, min: 1}
functions:
  share: {needs: [x, goal], is: "min(1, x / goal)"}
shapes:
  reached: {needs: [x, goal], rules: {ratio: x, to: goal}}
indicators:
  visitors: {code: A1, points: 10, use: reached, with: {x: visits, goal: 600}}
  opening:  {code: A2, points: 10, rules: {deduct: 1, per: 10, below: 250, of: days, part: drop}}
  stock:    {code: A3, points: 10, rules: {points: "10 * share(books, 2000)"}}
portfolio: {weight: funds}
methods:
  strict: {indicators: {A2: {rules: {part: count}}}}
""",
    (
        fault("unused-shape", "use: reached, with: {x: visits, goal: 600}}", "rules: {ratio: visits, to: 600}}", "unused-shape",
              "^reached:", name="reached"),
        fault("unused-function", '"10 * share(books, 2000)"', '"10 * min(1, books / 2000)"', "unused-function", "^share:",
              name="share"),
        fault("unused-weight", "portfolio: {weight: funds}", "portfolio: {weight: visits}", "unused-figure", "^funds:",
              name="funds"),
        fault("unused-method", "{A2: {rules: {part: count}}}", "{A2: {rules: {part: drop}}}", "unused-method", "^strict:",
              name="strict"),
        fault("code-twice", "code: A3", "code: ^A1", "duplicate-code", name="A1", first="14"),
        fault("function-outside", "10 * share", "12 * share", "score-outside", "rules: ^{points"),
        fault("function-short", "10 * share", "9 * share", "full-unreachable", "^stock:", points="10", high="9"),
        fault("function-unlimited", '"min(1, x / goal)"', '"x / goal"', "score-outside", "rules: ^{points"),
        fault("function-turned", '"min(1, x / goal)"', '"1 - min(1, x / goal)"', "wrong-direction", "rules: ^{points",
              name="books"),
        fault("method-at-once", "{A2: {rules: {part: count}}}", "{A2: {rules: ^{deduct: 10}}}", "exhausts-at-once",
              each="10", points="10"),
        fault("method-costs", "{A2: {rules: {part: count}}}", "{A2: {rules: {below: 400}}}", "full-unreachable", "^opening:",
              points="10", high="7"),
        fault("wrong-way", "below: 250", "above: 250", "wrong-direction", "rules: ^{deduct", name="days"),
        fault("step-large", "per: 10, below: 250", "per: 50, below: 250", "cannot-exhaust", "rules: ^{deduct", low="5",
              points="10"),
    ),
)  # fmt: skip

_HARM = Twin(
    "harm",
    """ruleset: harm
source: 河长制考核 正负清单
points: none
combine: sum
figures:
  planted: {name: 种树数, type: count, better: higher}
  spills:  {name: 污染起数, type: count, better: lower}
  visits:  {name: 巡河次数, type: count, max: 52, better: higher}
indicators:
  benefit:
    points: none
    rules: {award: 1, per: 100, of: planted, part: drop}
  harmful:
    points: none
    weight: -1
    rules: {award: 3, per: 1, of: spills}
  patrol:
    points: none
    rules: {of: visits, edge: at_least, bands: {48: 5, 24: 3, else: 0}}
""",
    (
        fault("weight-sign", "    weight: -1\n", "", "wrong-direction", "rules: ^{award: 3", name="spills"),
        fault("declared", "type: count, better: lower", "type: count, better: higher", "wrong-direction", "rules: ^{award: 3",
              name="spills"),
        fault("bands-back", "{48: 5, 24: 3, else: 0}", "{48: 3, 24: 5, else: 0}", "wrong-direction", "rules: ^{of: visits",
              at_low="5", at_high="3"),
        fault("bands-never", "48: 5", "53: 5", "never-taken", "bands: {^53"),
        fault("bands-gap", "else: 0", "12: 1", "gap", "bands: ^{48", where="0 ≤ visits ≤ 11"),
        fault("unused", "of: planted", "of: visits", "unused-figure", "^planted:", name="planted"),
    ),
)  # fmt: skip

_OPTIONAL = Twin(
    "optional",
    """ruleset: optional
source: 调查评分 三
points: 10
figures:
  surveyed:  {name: 已调查, type: flag, if_missing: null}
  complaints: {name: 投诉数, type: count, max: 99, if_missing: null}
  staff:     {name: 人员, type: count, if_missing: 0}
  kind:      {name: 类别, words: [city, district, county]}
indicators:
  asked:
    points: 4
    rules:
      - {deduct: 2, when: not known(surveyed)}
      - {deduct: 4, when: known(surveyed) and not surveyed}
  calm:
    points: 6
    start: zero
    rules:
      - {when: kind == 'city', points: "6 - min(6, first_known(complaints, 0))"}
      - {when: kind == 'district', points: "6 - min(6, staff)"}
""",
    (
        fault("always-known", "not known(surveyed)", "^known(staff)", "always-holds", also="cannot-exhaust full-unreachable"),
        fault("never-unknown", "not known(surveyed)", "^not known(staff)", "never-holds"),
        fault("never-known-and-not", "known(surveyed) and not surveyed", "^known(surveyed) and not known(surveyed)",
              "never-holds", also="cannot-exhaust"),
        fault("base-always", "kind == 'district'", "^kind != 'city' or staff >= 0", "always-holds", also="overlap"),
        fault("bases-both", "kind == 'district'", "^kind == 'district' or kind == 'city'", "overlap", where="kind = city",
              first="19"),
        fault("base-never", "kind == 'district'", "^kind == 'district' and kind == 'city'", "never-holds"),
        fault("base-outside", "\"6 - min(6, staff)\"", "\"8 - min(6, staff)\"", "score-outside", "- ^{when: kind == 'district'",
              kind="boxes"),
        fault("unused", "first_known(complaints, 0)", "0", "unused-figure", "^complaints:", name="complaints"),
    ),
)  # fmt: skip

_FORMULA = Twin(
    "formula",
    """ruleset: formula
source: 功效系数法
points: 10
figures:
  share: {name: 占比, unit: "%", min: 0%, max: 100%, better: higher}
  fall:  {name: 降幅, unit: "%", min: -50%, max: 50%, better: higher}
indicators:
  part:
    points: 5
    rules: {points: "5 * clip(share / 80%, 0, 1)"}
  saved:
    points: 5
    rules: {points: "5 * clip((fall + 10%) / 30%, 0, 1)"}
""",
    (
        fault("peak", "5 * clip(share / 80%, 0, 1)", "5 * (1 - abs(share - 50%) * 2)", "wrong-direction", "part:\n    points: 5\n    rules: ^{points",
              name="share"),
        fault("turned", "(fall + 10%)", "(20% - fall)", "wrong-direction", "saved:\n    points: 5\n    rules: ^{points",
              name="fall"),
        fault("too-much", "5 * clip(share / 80%, 0, 1)", "5 * share / 80%", "score-outside",
              "part:\n    points: 5\n    rules: ^{points"),
        fault("short", "clip(share / 80%, 0, 1)", "clip(share / 80%, 0, 0.9)", "full-unreachable", "^part:", high="4.5"),
        fault("short-goal", "/ 30%, 0, 1)", "/ 80%, 0, 1)", "full-unreachable", "^saved:", points="5", high="3.75"),
        fault("start-high", "clip(share / 80%, 0, 1)", "clip(share / 80%, 0.2, 1)", "zero-unreachable", "^part:", low="1"),
        fault("half", "5 * clip(share / 80%, 0, 1)", "10 * min(share, 100% - share)", "wrong-direction", "part:\n    points: 5\n    rules: ^{points",
              name="share"),
        fault("percent-points", '"5 * clip(share / 80%, 0, 1)"', "^share", "percent-points"),
    ),
)  # fmt: skip

TWINS = (
    _NORMS, _VIOLATIONS, _YEARS, _EFFECT, _SITES, _TARGETS, _FENCE, _ROUNDED, _LIBRARY, _HARM, _OPTIONAL, _FORMULA,
)  # fmt: skip
