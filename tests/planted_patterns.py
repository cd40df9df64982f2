"""Twins of printed patterns: growth, ranks, derived whole numbers, rounded figures, target ranges, best of several."""

from planted_parts import Twin, fault

_GROWTH = Twin(
    "growth",
    """ruleset: growth
source: 经营业绩考核 第九条
points: 14
figures:
  this_year: {name: 本年收入, unit: 万元, min: 0}
  last_year: {name: 上年收入, unit: 万元, min: 1}
  province:  {name: 全省增幅, unit: "%", min: -100%, max: none}
  own:       {name: 本县增幅, unit: "%", min: -100%, max: none, better: higher}
  growth:    {name: 增长率, unit: "%", is: (this_year - last_year) / last_year, better: higher}
  lead:      {name: 高出幅度, unit: "%", is: own - province, better: higher}
indicators:
  income:
    points: 8
    rules:
      - {deduct: 0.8, per: 1%, below: 5%, of: growth, part: exact}
  ahead:
    points: 6
    rules:
      of: lead
      bands:
        - {at_least: 2%, is: 6}
        - {at_least: 0%, below: 2%, is: 4}
        - {above: -2%, below: 0%, is: 2}
        - {at_most: -2%, is: 0}
""",
    (
        fault("gap-point", "{above: -2%", "{above: -1.5%", "gap", "^- {at_least: 2%", where="-2% < lead ≤ -1.5%"),
        fault("gap-zero", "{at_least: 0%", "{above: 0%", "gap", "^- {at_least: 2%", where="lead = 0%"),
        fault("gap-behind", "{at_most: -2%, is: 0}", "{at_least: -10%, at_most: -2%, is: 0}", "gap",
              "^- {at_least: 2%", where="lead < -10%"),
        fault("overlap-point", "{above: -2%", "{at_least: -2%", "overlap", "^{at_most: -2%", where="lead = -2%",
              first="23"),
        fault("wrong-direction", "below: 2%, is: 4", "below: 2%, is: 1", "wrong-direction", "^of: lead", name="lead",
              at_low="2", at_high="1", also="cliff"),
        fault("growth-turned", "below: 5%, of: growth", "above: 5%, of: growth", "wrong-direction", "- ^{deduct",
              name="growth"),
        fault("unused", "of: lead", "of: own", "unused-figure", "^lead:", name="lead"),
        fault("up-to", "part: exact}", "part: exact, up_to: 6}", "cannot-exhaust", "- ^{deduct", points="8", low="2"),
        fault("loss-beyond-all", "below: 5%, of: growth, part: exact", "below: -100%, of: growth, part: exact",
              "cannot-exhaust", "^income:", kind="open", points="8"),
    ),
)  # fmt: skip

_VACANCIES = Twin(
    "vacancies",
    """ruleset: vacancies
source: 人员配备标准 四
points: 13
figures:
  planned:   {name: 编制数, type: count, max: 60}
  filled:    {name: 在岗数, type: count, max: 90}
  due:       {name: 约定日, type: date}
  paid:      {name: 拨付日, type: date}
  score:     {name: 测评得分, min: 0, max: 100, round: 1}
  missing:   {name: 缺编数, is: "max(0, planned - filled)", better: lower}
  months:    {name: 迟拨月数, is: "ceil((paid - due) / 30)"}
indicators:
  staffed:
    points: 5
    rules:
      of: missing
      bands:
        - {at_most: 0, is: 5}
        - {at_least: 1, at_most: 2, is: 3}
        - {at_least: 3, at_most: 5, is: 1}
        - {at_least: 6, is: 0}
  prompt:
    points: 4
    rules:
      of: months
      bands:
        - {at_most: 0, is: 4}
        - {at_least: 1, at_most: 2, is: 2}
        - {at_least: 3, is: 0}
  tested:
    points: 4
    rules:
      of: score
      bands:
        - {at_least: 90, at_most: 100, is: 4}
        - {at_least: 80, at_most: 89, is: 3}
        - {at_least: 60, at_most: 79, is: 2}
        - {at_most: 59, is: 0}
rounding: {mode: half_up}
""",
    (
        fault("gap-number", "{at_least: 3, at_most: 5, is: 1}", "{at_least: 4, at_most: 5, is: 1}", "gap",
              "of: missing\n      bands:\n        ^- {at_most: 0", where="missing = 3"),
        fault("gap-numbers", "{at_least: 6, is: 0}", "{at_least: 8, is: 0}", "gap",
              "of: missing\n      bands:\n        ^- {at_most: 0", where="6 ≤ missing ≤ 7"),
        fault("overlap-number", "{at_least: 6, is: 0}", "^{at_least: 5, is: 0}", "overlap", where="missing = 5"),
        fault("never-beyond", "{at_least: 6, is: 0}", "{at_least: 6, is: 0}\n        - ^{at_least: 61, is: 0}",
              "never-taken"),
        fault("never-negative", "{at_most: 0, is: 5}", "{at_most: 0, is: 5}\n        - ^{below: 0, is: 5}",
              "never-taken"),
        fault("wrong-direction", "at_most: 2, is: 3}", "at_most: 2, is: 0.5}", "wrong-direction", "^of: missing",
              also="cliff", at_low="0.5", at_high="1"),
        fault("gap-month", "{at_least: 3, is: 0}", "{at_least: 4, is: 0}", "gap",
              "of: months\n      bands:\n        ^- {at_most: 0", where="months = 3"),
        fault("gap-rounded", "at_most: 89, is: 3}", "at_most: 88, is: 3}", "gap",
              "of: score\n      bands:\n        ^- {at_least: 90", where="88.5 ≤ score < 89.5"),
        fault("gap-not-rounded", "max: 100, round: 1}", "max: 100}", "gap",
              "of: score\n      bands:\n        ^- {at_least: 90",
              where="59 < score < 60, 79 < score < 80, 89 < score < 90"),
        fault("gap-rounded-tenths", "max: 100, round: 1}", "max: 100, round: 0.1}", "gap",
              "of: score\n      bands:\n        ^- {at_least: 90"),
        fault("overlap-rounded", "{at_most: 59, is: 0}", "^{at_most: 60, is: 0}", "overlap",
              where="59.5 ≤ score < 60.5"),
    ),
)  # fmt: skip

_RANKING = Twin(
    "ranking",
    """ruleset: ranking
source: 综合排名办法
points: 20
figures:
  sales:   {name: 销售额, unit: 万元, min: 0}
  place:   {name: 名次, over: cases, take: rank, of: sales, best: high, ties: share}
  ahead:   {name: 百分位, unit: "%", over: cases, take: percentile, of: sales, best: high}
indicators:
  placed:
    points: 10
    rules: {points: "max(0, 10 - 0.25 * (place - 1))"}
  level:
    points: 10
    rules:
      of: ahead
      edge: at_least
      bands:
        90%: 10
        60%: 7
        30%: 4
        else: 0
""",
    (
        fault("never-beyond", "90%: 10", "^101%: 10\n        90%: 10", "never-taken"),
        fault("else-unused", "30%: 4", "0%: 4", "else-unused", "^else: 0", also="zero-unreachable"),
        fault("gap", "        else: 0", "        10%: 0", "gap", "^90%: 10", where="0% ≤ ahead < 10%"),
        fault("never-first", "10 - 0.25 * (place - 1)", "10 - 0.25 * place", "full-unreachable", "^placed:",
              kind="open", high="9.75"),
        fault("outside", "90%: 10", "90%: 11", "score-outside", "^of: ahead", kind="open"),
        fault("unused", '"max(0, 10 - 0.25 * (place - 1))"', "10 * ahead", "unused-figure", "^place:", name="place"),
    ),
)  # fmt: skip

_LICENCE = Twin(
    "licence",
    """ruleset: licence
source: 安全标准化评级
allow: {grade-rounding: 按取舍后的总分定级}
points: 100
without_findings: keep
figures:
  trained: {name: 培训率, unit: "%", min: 0%, max: 100%}
  drills:  {name: 演练, type: count, max: 12}
  special: {name: 有特种设备, type: flag}
indicators:
  safety:
    points: 60
    indicators:
      people: {points: 40, rules: {ratio: trained, to: 100%}}
      devices:
        points: 20
        applies_when: special
        if_not_applicable: drop
        rules: {deduct: 2, per: finding}
  order:
    points: 40
    rules: {award: 4, per: 1, of: drills, up_to: 40}
rounding: {mode: half_up, total: 1}
grades:
  - {grade: one, at_least: 90, require: safety.score >= 50 and drills > 3}
  - {grade: two, at_least: 75}
  - {grade: none}
""",
    (
        fault("require-never", "require: safety.score >= 50 and drills > 3", "require: ^safety.score > 60",
              "never-holds", kind="boxes"),
        fault("require-always", "require: safety.score >= 50 and drills > 3", "require: ^safety.score >= 0",
              "always-holds", kind="boxes"),
        fault("require-contradiction", "drills > 3}", "drills > 3 and drills < 3}", "never-holds",
              "require: ^safety.score", kind="boxes"),
        fault("grade-beyond", "at_least: 90, require", "at_least: 101, require", "grade-unreachable", "- ^{grade: one",
              name="one", high="100"),
        fault("grade-always", "{grade: two, at_least: 75}", "{grade: two, at_least: 0}", "grade-unreachable",
              "- ^{grade: none}", name="none"),
        fault("mismatch", "points: 20\n        applies_when", "points: 15\n        applies_when", "points-mismatch",
              "safety:\n    points: ^60", sum="55"),
        fault("applies-always", "applies_when: special", "applies_when: ^special or not special", "always-holds"),
        fault("applies-never", "applies_when: special", "applies_when: ^special and not special", "never-holds",
              also="full-unreachable"),
        fault("drills-short", "up_to: 40", "up_to: 30", "full-unreachable", "^order:", high="30"),
        fault("drills-few", "max: 12", "max: 8", "full-unreachable", "^order:", high="32"),
        fault("at-once", "deduct: 2", "deduct: 20", "exhausts-at-once", "rules: ^{deduct", each="20"),
    ),
)  # fmt: skip

_TWO_SIDED = Twin(
    "two_sided",
    """ruleset: two_sided
source: 决算考核 偏差
points: 12
figures:
  planned:   {name: 计划, unit: 万元, min: 1}
  actual:    {name: 实际, unit: 万元, min: 0}
  deviation: {name: 偏差率, unit: "%", is: actual / planned - 100%}
indicators:
  near:
    points: 6
    rules:
      of: abs(deviation)
      edge: at_most
      bands: {5%: 6, 10%: 4, 30%: 2, else: 0}
  range:
    points: 6
    rules:
      of: deviation
      bands:
        - {below: -30%, is: 0}
        - {at_least: -30%, below: -5%, is: 3}
        - {at_least: -5%, at_most: 10%, is: 6}
        - {above: 10%, at_most: 40%, is: 3}
        - {above: 40%, is: 0}
""",
    (
        fault("gap-left", "below: -30%", "below: -35%", "gap", "^- {below: -35%", where="-35% ≤ deviation < -30%"),
        fault("gap-point", "at_most: 10%, is: 6", "below: 10%, is: 6", "gap", "^- {below: -30%",
              where="deviation = 10%"),
        fault("gap-right", "        - {above: 40%, is: 0}\n", "", "gap", "^- {below: -30%", where="deviation > 40%"),
        fault("overlap-right", "{above: 40%, is: 0}", "^{above: 35%, is: 0}", "overlap", where="35% < deviation ≤ 40%",
              first="23"),
        fault("overlap-sign", "{at_least: -30%, below: -5%", "{at_least: -30%, below: 5%", "overlap",
              "^{at_least: -5%", where="-5% ≤ deviation < 5%", first="21"),
        fault("never-left", "{below: -30%, is: 0}", "^{below: -100%, is: 0}\n        - {below: -30%, is: 0}",
              "never-taken"),
        fault("never-absolute", "bands: {5%: 6", "bands: {^-5%: 6, 5%: 6", "never-taken"),
        fault("absolute-open-end", "30%: 2, else: 0", "30%: 2, 100%: 0", "gap", "bands: ^{5%"),
        fault("full-short", "bands: {5%: 6", "bands: {5%: 5", "full-unreachable", "^near:", high="5"),
        fault("outside", "at_most: 10%, is: 6", "at_most: 10%, is: 16", "score-outside", "^of: deviation", score="16"),
        fault("cliff", "5%: 6, 10%: 4", "5%: 6, 10%: 2", "cliff", "^of: abs", points="6"),
    ),
)  # fmt: skip

_BEST = Twin(
    "best",
    """ruleset: best
source: 加分办法 择一
points: 30
figures:
  prize:   {name: 获奖级别, words: [state, province, city, none], ordered: true}
  papers:  {name: 论文数, type: count, max: 30}
  patents: {name: 专利数, type: count, max: 30}
  date_of: {name: 获奖日期, type: date, min: 2020-01-01}
indicators:
  research:
    points: 20
    combine: max
    indicators:
      prizes: {points: 20, rules: {of: prize, by: {state: 20, province: 14, city: 8, none: 0}}}
      written: {points: 20, rules: {award: 2, per: 1, of: papers}}
      protected: {points: 20, rules: {award: 4, per: 1, of: patents, up_to: 20}}
  recent:
    points: 10
    rules: {of: date_of, edge: at_least, bands: {2024-01-01: 10, 2023-01-01: 6, 2022-01-01: 3, else: 0}}
""",
    (
        fault("prize-short", "state: 20", "state: 18", "full-unreachable", "^prizes:", high="18"),
        fault("prize-worse", "province: 14, city: 8", "province: 8, city: 14", "worse-pays-more", "rules: ^{of: prize",
              worse="city", better="province"),
        fault("papers-few", "论文数, type: count, max: 30", "论文数, type: count, max: 6", "full-unreachable",
              "^written:", high="12"),
        fault("patents-up-to", "up_to: 20", "up_to: 16", "full-unreachable", "^protected:", high="16"),
        fault("dates-order", "2023-01-01: 6, 2022-01-01: 3", "2022-01-01: 6, ^2023-01-01: 3", "bands-order"),
        fault("dates-never", "min: 2020-01-01", "min: 2020-01-01, max: 2023-06-30", "never-taken", "{^2024-01-01: 10",
              also="full-unreachable"),
        fault("dates-else-unused", "min: 2020-01-01", "min: 2022-01-01", "else-unused", "^else: 0",
              also="zero-unreachable"),
        fault("dates-gap", "2022-01-01: 3, else: 0", "2022-01-01: 3, 2021-01-01: 0", "gap", "bands: ^{2024",
              where="2020-01-01 ≤ date_of ≤ 2020-12-31"),
    ),
)  # fmt: skip

TWINS = (_GROWTH, _VACANCIES, _RANKING, _LICENCE, _TWO_SIDED, _BEST)
