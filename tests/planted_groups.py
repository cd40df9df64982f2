"""Twins with rules on groups, roundings, shapes, methods, open scales, optional figures, formulas, other cases."""

from planted_parts import Twin, fault

_FENCE = Twin(
    "fence",
    """ruleset: fence
source: 水库安全评分 5
points: 30
without_findings: keep
figures:
  execution: {name: 执行率, unit: "%", min: 0%, max: 100%, better: higher}
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
        fault("cap-never", "max: 100%", "max: 84%", "never-taken", "bands: {^85%"),
        fault("cap-turned", "{85%: 30, 75%: 27, else: 15}", "{85%: 15, 75%: 27, else: 30}", "wrong-direction",
              "cap: ^{of", name="execution"),
        fault("score-never-negative", "fence.score == 0", "^fence.score < 0", "never-holds"),
        fault("score-never-beyond", "fence.score == 0", "^fence.score > 10", "never-holds"),
        fault("score-always", "fence.score == 0", "^fence.score >= 0", "always-holds"),
        fault("score-never-between", "fence.score == 0", "^8 < fence.score < 10", "never-holds"),
        fault("share-never", "fence.score == 0", "^guarantee.lowest > 100%", "never-holds", kind="boxes"),
        fault("drills-short", "award: 5", "award: 4", "full-unreachable", "^practice:", points="10", high="8"),
        fault("drills-beyond", "[1, 3]", "[1, 30]", "full-unreachable", "^practice:", points="10", high="5"),
        fault("at-once", "{deduct: 2, per: finding}", "{deduct: 10, per: finding}", "exhausts-at-once",
              "fence: {points: 10, rules: ^{", each="10"),
        fault("group-mismatch", "signs: {points: 10", "signs: {points: 5", "points-mismatch",
              "guarantee:\n    points: ^20", points="20", sum="15"),
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
        fault("figure-and-leaf", "is: done / planned}", "is: done / planned, round: 0.1%}", "rounded-twice",
              "{mode: half_up, ^leaf"),
        fault("leaf-and-total", "leaf: 2}", "leaf: 2, ^total: 1}", "rounded-twice"),
        fault("leaf-and-group", "leaf: 2}", "leaf: 2, ^group: 0}", "rounded-twice"),
        fault("figure-and-figure", '  rate:    {name: 完成率, unit: "%", is: done / planned}',
              '  part:    {name: 进度, unit: "%", is: done / planned, round: 0.1%}\n'
              '  rate:    {name: 完成率, unit: "%", is: part, ^round: 1%}', "rounded-twice", also="rounded-twice"),
        fault("list", "finished: {points: 8,", "finished: {points: 8, ^round: [0.01, 0.1],", "rounded-twice"),
        fault("points-long",
              "points: 12\n    indicators:\n      finished: {points: 8, rules: {ratio: rate, to: 95%}}\n"
              "      orderly: {points: 4,",
              "points: 12\n    indicators:\n      ^finished: {points: 8.125, rules: {ratio: rate, to: 95%}}\n"
              "      orderly: {points: 3.875,", "leaf-not-rounded", also="leaf-not-rounded", name="finished",
              places="2"),
        fault("points-thirds",
              "points: 12\n    indicators:\n      finished: {points: 8, rules: {ratio: rate, to: 95%}}\n"
              "      orderly: {points: 4,",
              "points: 12\n    indicators:\n"
              "      finished: {points: 12 - 11/3, rules: {ratio: rate, to: 95%}}\n"
              "      ^orderly: {points: 11/3,", "leaf-not-rounded", also="leaf-not-rounded", name="orderly"),
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
        fault("unused-shape", "use: reached, with: {x: visits, goal: 600}}", "rules: {ratio: visits, to: 600}}",
              "unused-shape", "^reached:", name="reached"),
        fault("unused-function", '"10 * share(books, 2000)"', '"10 * min(1, books / 2000)"', "unused-function",
              "^share:", name="share"),
        fault("unused-weight", "portfolio: {weight: funds}", "portfolio: {weight: visits}", "unused-figure", "^funds:",
              name="funds"),
        fault("unused-method", "{A2: {rules: {part: count}}}", "{A2: {rules: {part: drop}}}", "unused-method",
              "^strict:", name="strict"),
        fault("code-twice", "code: A3", "code: ^A1", "duplicate-code", name="A1", first="14"),
        fault("function-outside", "10 * share", "12 * share", "score-outside", "rules: ^{points"),
        fault("function-short", "10 * share", "9 * share", "full-unreachable", "^stock:", points="10", high="9"),
        fault("function-unlimited", '"min(1, x / goal)"', '"x / goal"', "score-outside", "rules: ^{points"),
        fault("function-turned", '"min(1, x / goal)"', '"1 - min(1, x / goal)"', "wrong-direction", "rules: ^{points",
              name="books"),
        fault("method-at-once", "{A2: {rules: {part: count}}}", "{A2: {rules: ^{deduct: 10}}}", "exhausts-at-once",
              each="10", points="10"),
        fault("method-costs", "{A2: {rules: {part: count}}}", "{A2: {rules: {below: 400}}}", "full-unreachable",
              "^opening:", points="10", high="7"),
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
        fault("declared", "type: count, better: lower", "type: count, better: higher", "wrong-direction",
              "rules: ^{award: 3", name="spills"),
        fault("bands-back", "{48: 5, 24: 3, else: 0}", "{48: 3, 24: 5, else: 0}", "wrong-direction",
              "rules: ^{of: visits", at_low="5", at_high="3"),
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
        fault("always-known", "not known(surveyed)", "^known(staff)", "always-holds", also="full-unreachable"),
        fault("never-unknown", "not known(surveyed)", "^not known(staff)", "never-holds"),
        fault("never-known-and-not", "known(surveyed) and not surveyed", "^known(surveyed) and not known(surveyed)",
              "never-holds", also="cannot-exhaust"),
        fault("base-always", "kind == 'district'", "^kind != 'city' or staff >= 0", "overlap", where="kind = city",
              first="19"),
        fault("bases-both", "kind == 'district'", "^kind == 'district' or kind == 'city'", "overlap",
              where="kind = city", first="19"),
        fault("base-never", "kind == 'district'", "^kind == 'district' and kind == 'city'", "never-taken"),
        fault("base-outside", '"6 - min(6, staff)"', '"8 - min(6, staff)"', "score-outside",
              "- ^{when: kind == 'district'", kind="boxes"),
        fault("unused", "first_known(complaints, 0)", "0", "unused-figure", "^complaints:", name="complaints"),
    ),
)  # fmt: skip

_GUARDED = Twin(
    "guarded",
    """ruleset: guarded
source: 编制考核 二
points: 6
figures:
  vacant: {name: 空编, type: count, max: 40}
indicators:
  calm:
    points: 6
    start: zero
    rules:
      - {when: vacant >= 3, points: "9 - min(9, vacant)"}
      - {when: vacant < 3, points: "6 - vacant / 2"}
""",
    (
        fault("outside", "9 - min(9, vacant)", "10 - min(10, vacant)", "score-outside", "- ^{when: vacant >= 3",
              score="7", example="vacant = 3"),
        fault("outside-below", "6 - vacant / 2", "7 - vacant / 2", "score-outside", "- ^{when: vacant < 3", score="7",
              example="vacant = 0"),
        fault("overlap", "vacant >= 3", "vacant >= 2", "overlap", "{when: ^vacant < 3", where="vacant = 2", first="11",
              also="score-outside"),
        fault("never", "vacant < 3", "^vacant < 0", "never-taken"),
        fault("zero-short", "9 - min(9, vacant)", "9 - min(8, vacant)", "zero-unreachable", "^calm:", points="6",
              low="1"),
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
        fault("peak", "5 * clip(share / 80%, 0, 1)", "5 * (1 - abs(share - 50%) * 2)", "wrong-direction",
              "part:\n    points: 5\n    rules: ^{points", name="share"),
        fault("turned", "(fall + 10%)", "(20% - fall)", "wrong-direction",
              "saved:\n    points: 5\n    rules: ^{points", name="fall"),
        fault("too-much", "5 * clip(share / 80%, 0, 1)", "5 * share / 80%", "score-outside",
              "part:\n    points: 5\n    rules: ^{points"),
        fault("short", "clip(share / 80%, 0, 1)", "clip(share / 80%, 0, 0.9)", "full-unreachable", "^part:",
              high="4.5"),
        fault("short-goal", "/ 30%, 0, 1)", "/ 80%, 0, 1)", "full-unreachable", "^saved:", points="5", high="3.75"),
        fault("start-high", "clip(share / 80%, 0, 1)", "clip(share / 80%, 0.2, 1)", "zero-unreachable", "^part:",
              low="1"),
        fault("half", "5 * clip(share / 80%, 0, 1)", "10 * min(share, 100% - share)", "wrong-direction",
              "part:\n    points: 5\n    rules: ^{points", name="share"),
        fault("percent-points", '"5 * clip(share / 80%, 0, 1)"', "^share", "percent-points"),
    ),
)  # fmt: skip

_BIDS = Twin(
    "bids",
    """ruleset: bids
source: 评标办法 前附表
points: 100
figures:
  offer:   {name: 报价, unit: 万元, min: 1}
  marks:   {name: 技术评分, list_of: {min: 0, max: 60}}
  lowest:  {name: 最低报价, over: cases, take: min, of: offer}
  quality: {name: 技术得分, is: trimmed_mean(marks)}
  years:   {name: 质保年限, type: count, max: 10, better: higher}
indicators:
  price:
    points: 30
    rules: {ratio: lowest, to: offer}
  technical:
    points: 60
    rules: {points: quality}
  warranty:
    points: 10
    rules: {of: years, edge: at_least, bands: {5: 10, 3: 6, 2: 3, else: 0}}
order: [{by: total, best: high}, {by: offer, best: low}]
""",
    (
        fault("gap", "2: 3, else: 0", "2: 3, 1: 0", "gap", "bands: ^{5", where="years = 0"),
        fault("never", "5: 10, 3: 6", "12: 10, 3: 6", "never-taken", "bands: {^12", also="full-unreachable"),
        fault("wrong-direction", "5: 10, 3: 6, 2: 3", "5: 10, 3: 3, 2: 6", "wrong-direction", "rules: ^{of: years",
              low="2", high="3", at_low="6", at_high="3"),
        fault("outside", "5: 10", "5: 12", "score-outside", "rules: ^{of: years", score="12"),
        fault("marks-short", "{points: quality}", "{points: quality * 0.9}", "full-unreachable", "^technical:",
              high="54"),
        fault("cap-short", "to: offer}", "to: offer, cap: 90%}", "full-unreachable", "^price:", kind="open", high="27"),
        fault("unused", "{points: quality}", "{points: mean(marks)}", "unused-figure", "^quality:", name="quality"),
        fault("unused-lowest", "{ratio: lowest, to: offer}", "{ratio: 1, to: offer}", "unused-figure", "^lowest:",
              name="lowest"),
        fault("mismatch", "points: 60", "points: 50", "points-mismatch", "points: ^100", sum="90"),
    ),
)  # fmt: skip

_LIMITING = Twin(
    "limiting",
    """ruleset: limiting
source: 信用评价 取最低
points: 100
figures:
  tax:    {name: 纳税得分, min: 0, max: 100, better: higher}
  social: {name: 社保比例, unit: "%", min: 0%, max: 100%, better: higher}
  fines:  {name: 处罚次数, type: count, max: 20, better: lower}
indicators:
  worst:
    points: 60
    combine: min
    indicators:
      taxes: {points: 100, rules: {points: tax}}
      insured: {points: 40, rules: {ratio: social, to: 100%}}
  law:
    points: 40
    rules: {deduct: 10, per: 1, of: fines}
grades: {A: 90, B: 75, C: 60, D: else}
""",
    (
        fault("part-short", "{points: tax}", "{points: tax * 0.8}", "full-unreachable", "^taxes:", high="80",
              also="grade-unreachable"),
        fault("part-turned", "{points: tax}", "{points: 100 - tax}", "wrong-direction", "rules: ^{points", name="tax"),
        fault("part-outside", "{points: tax}", "{points: tax + 5}", "score-outside", "rules: ^{points",
              also="zero-unreachable"),
        fault("weight-idle", "insured: {points: 40,", "insured: {points: 40, ^weight: 0.5,", "weight-unused"),
        fault("fines-few", "max: 20", "max: 3", "cannot-exhaust", "rules: ^{deduct", points="40", low="10"),
        fault("fines-at-once", "deduct: 10", "deduct: 40", "exhausts-at-once", "rules: ^{deduct", each="40",
              points="40"),
        fault("fines-award", "{deduct: 10, per", "{award: 10, per", "wrong-direction", "rules: ^{award", name="fines"),
        fault("grade-beyond", "A: 90", "A: ^100.5", "grade-unreachable", name="A", high="100"),
        fault("grades-order", "B: 75", "B: ^95", "grades-order"),
        fault("combine-sum", "    combine: min\n", "", "points-mismatch", "worst:\n    points: ^60", sum="140"),
    ),
)  # fmt: skip

TWINS = (_FENCE, _ROUNDED, _LIBRARY, _HARM, _OPTIONAL, _GUARDED, _FORMULA, _BIDS, _LIMITING)
