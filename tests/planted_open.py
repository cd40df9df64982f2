"""Twins with comparisons of two numbers, products and many figures: what cannot be proved is said to be open."""

from planted_parts import Twin, fault

_BUDGET = Twin(
    "budget",
    """ruleset: budget
source: 资金办法 十
points: 13
figures:
  budget:  {name: 预算, unit: 万元, min: 1, max: 9000}
  spent:   {name: 支出, unit: 万元, min: 0, max: 9000}
  audited: {name: 已审计, type: flag}
indicators:
  within:
    points: 5
    rules:
      hit: first
      rows:
        - {when: not audited, is: 0}
        - {when: spent > budget, is: 3}
        - {is: 5}
  saved:
    points: 4
    rules:
      hit: first
      rows:
        - {when: not audited, is: 0}
        - {when: spent >= budget, is: 2}
        - {is: 4}
  booked:
    points: 4
    rules:
      - {deduct: 2, when: not audited}
      - {deduct: 2, when: spent > 1.2 * budget}
""",
    (
        fault("gap-equal", "{when: spent >= budget, is: 2}\n        - {is: 4}",
              "{when: spent > budget, is: 2}\n        - {when: spent < budget, is: 4}", "gap",
              "points: 4\n    rules:\n      hit: first\n      rows:\n        ^- {when: not audited", kind="open"),
        fault("gap-half", "        - {is: 4}", "        - {when: spent < 0.5 * budget, is: 4}", "gap",
              "points: 4\n    rules:\n      hit: first\n      rows:\n        ^- {when: not audited", kind="open"),
        fault("overlap-equal",
              "points: 4\n    rules:\n      hit: first\n      rows:\n        - {when: not audited, is: 0}\n"
              "        - {when: spent >= budget, is: 2}\n        - {is: 4}",
              "points: 4\n    rules:\n      hit: unique\n      rows:\n        - {when: not audited, is: 0}\n"
              "        - {when: audited and spent >= budget, is: 2}\n"
              "        - {when: ^audited and spent <= budget, is: 4}", "overlap", kind="open"),
        fault("overlap-share",
              "points: 4\n    rules:\n      hit: first\n      rows:\n        - {when: not audited, is: 0}\n"
              "        - {when: spent >= budget, is: 2}\n        - {is: 4}",
              "points: 4\n    rules:\n      hit: unique\n      rows:\n        - {when: not audited, is: 0}\n"
              "        - {when: audited and spent >= budget, is: 2}\n"
              "        - {when: ^audited and spent < 1.1 * budget, is: 4}", "overlap", kind="open", also="not-proved"),
        fault("never-both", "spent > 1.2 * budget", "^spent > budget and spent < budget", "never-holds", kind="open",
              also="cannot-exhaust"),
        fault("never-twice", "spent > 1.2 * budget", "^spent > 2 * budget and spent < budget", "never-holds",
              kind="open", also="not-proved"),
        fault("never-sum", "spent > 1.2 * budget", "^spent + budget < 1", "never-holds", kind="open",
              also="cannot-exhaust"),
        fault("never-sum-high", "spent > 1.2 * budget", "^spent + budget > 18000", "never-holds", kind="open",
              also="cannot-exhaust"),
        fault("never-product", "spent > 1.2 * budget", "^spent * budget < 0", "never-holds", kind="open",
              also="cannot-exhaust"),
        fault("always-either", "spent > 1.2 * budget", "^spent > budget or spent <= budget", "always-holds",
              kind="open", also="full-unreachable"),
        fault("always-sum", "spent > 1.2 * budget", "^spent + budget >= 1", "always-holds", kind="open",
              also="full-unreachable"),
        fault("always-difference", "spent > 1.2 * budget", "^spent - budget < 9000", "always-holds", kind="open",
              also="full-unreachable"),
        fault("row-never", "{when: spent > budget, is: 3}",
              "{when: ^spent > budget + 9000, is: 1}\n        - {when: spent > budget, is: 3}", "never-taken",
              kind="open"),
        fault("row-masked", "{when: spent > budget, is: 3}",
              "{when: spent > budget, is: 3}\n        - {when: ^spent > budget and audited, is: 1}", "masked",
              kind="open"),
        fault("row-masked-double", "{when: spent > budget, is: 3}",
              "{when: spent > budget, is: 3}\n        - {when: ^spent > 2 * budget, is: 1}", "masked", kind="open"),
        fault("else-unused", "{when: spent > budget, is: 3}\n        - {is: 5}",
              "{when: spent > budget, is: 3}\n        - {when: spent <= budget, is: 5}\n        - ^{is: 4}",
              "else-unused", kind="open"),
        fault("full-short", "        - {is: 5}", "        - {is: 4}", "full-unreachable", "^within:", kind="open",
              high="4"),
        fault("outside", "{when: spent >= budget, is: 2}", "{when: spent >= budget, is: 4.5}", "score-outside",
              "saved:\n    points: 4\n    rules:\n      ^hit: first", kind="open", score="4.5"),
    ),
)  # fmt: skip

_TRAFFIC = Twin(
    "traffic",
    """ruleset: traffic
source: 运营考核 三
points: 25
figures:
  punctual: {name: 正点率, unit: "%", min: 0%, max: 100%, better: higher}
  covered:  {name: 覆盖率, unit: "%", min: 0%, max: 100%, better: higher}
  done:     {name: 完成量, min: 0}
  asked:    {name: 任务量, min: 1}
  income:   {name: 收入, unit: 万元, min: 0, max: 900}
  outlay:   {name: 支出, unit: 万元, min: 0, max: 900}
  surplus:  {name: 结余, unit: 万元, is: income - outlay}
  shortage: {name: 缺口, unit: 万元, is: outlay - income}
indicators:
  service:
    points: 10
    rules: {points: 10 * punctual * covered}
  finished:
    points: 10
    rules: {ratio: done, to: asked}
  money:
    points: 5
    rules:
      - {deduct: 2, when: surplus > 100}
      - {deduct: 1, per: 10, above: 0, of: shortage, part: exact}
""",
    (
        fault("product-short", "10 * punctual * covered", "9 * punctual * covered", "full-unreachable", "^service:",
              kind="open", high="9"),
        fault("product-over", "10 * punctual * covered", "12 * punctual * covered", "score-outside", "rules: ^{points",
              kind="open"),
        fault("product-turned", "10 * punctual * covered", "10 * punctual * (100% - covered)", "wrong-direction",
              "rules: ^{points", kind="open", name="covered"),
        fault("product-square", "10 * punctual * covered", "10 * punctual * (100% - punctual) * covered",
              "wrong-direction", "rules: ^{points", kind="open", also="not-proved"),
        fault("product-never-full", "10 * punctual * covered", "10 * punctual * (100% - punctual) * covered * 4",
              "wrong-direction", "rules: ^{points", kind="open"),
        fault("sum-short", "10 * punctual * covered", "4 * punctual + 5 * covered", "full-unreachable", "^service:",
              kind="open", high="9"),
        fault("sum-over", "10 * punctual * covered", "6 * punctual + 5 * covered", "score-outside", "rules: ^{points",
              kind="open"),
        fault("ratio-lifted", "to: asked}", "to: asked, cap: none}", "score-outside", "rules: ^{ratio", kind="open"),
        fault("ratio-short", "to: asked}", "to: asked, cap: 80%}", "full-unreachable", "^finished:", kind="open",
              high="8"),
        fault("ratio-cliff", "to: asked}", "to: asked, zero_below: 60%}", "cliff", "rules: ^{ratio", kind="open"),
        fault("opposites-exhaust", "part: exact}", "part: exact, up_to: 4}", "cannot-exhaust", "^money:", kind="open"),
        fault("opposites-never", "surplus > 100}", "^surplus > 0 and shortage > 0}", "never-holds", kind="open"),
        fault("opposites-always", "surplus > 100}", "^surplus >= 0 or shortage >= 0}", "always-holds", kind="open",
              also="not-proved"),
        fault("difference-never", "surplus > 100}", "^surplus > 900}", "never-holds"),
        fault("difference-always", "surplus > 100}", "^surplus >= -900}", "always-holds", also="full-unreachable"),
        fault("unused", "10 * punctual * covered", "10 * punctual * punctual", "unused-figure", "^covered:",
              name="covered", kind="open"),
    ),
)  # fmt: skip

_MANY = Twin(
    "many",
    """ruleset: many
source: 检查表 总则
points: 9
figures:
  roads:   {name: 道路, type: count, max: 99}
  bridges: {name: 桥梁, type: count, max: 99}
  pumps:   {name: 泵站, type: count, max: 99}
  gates:   {name: 闸门, type: count, max: 99}
  dams:    {name: 坝, type: count, max: 99}
  wells:   {name: 井, type: count, max: 99}
  boats:   {name: 船, type: count, max: 99}
  posts:   {name: 站, type: count, max: 99}
  open:    {name: 开放, type: flag}
indicators:
  complete:
    points: 9
    start: zero
    rules:
      - {award: 1, when: roads > 3}
      - {award: 1, when: bridges > 3}
      - {award: 1, when: pumps > 3}
      - {award: 1, when: gates > 3}
      - {award: 1, when: dams > 3}
      - {award: 1, when: wells > 3}
      - {award: 1, when: boats > 3}
      - {award: 1, when: posts > 3}
      - {award: 1, when: open}
""",
    (
        fault("never-all", "{award: 1, when: open}",
              "{award: 1, when: ^open and (roads < 0 or bridges < 0 or pumps < 0 or gates < 0 or dams < 0)}",
              "never-holds", kind="open", also="full-unreachable"),
        fault("never-many", "{award: 1, when: open}",
              "{award: 1, when: ^5 < roads < 3 or 5 < bridges < 3 or 5 < pumps < 3 or 5 < gates < 3 or 5 < dams "
              "< 3 or 5 < wells < 3 or 5 < boats < 3}", "never-holds", kind="open", also="unused-figure not-proved"),
        fault("full-short", "{award: 1, when: open}", "{award: 0.5, when: open}", "full-unreachable", "^complete:",
              kind="open", high="8.5"),
        fault("exclusive", "{award: 1, when: open}", "{award: 1, when: open and roads <= 3}", "full-unreachable",
              "^complete:", kind="open"),
        fault("always-many", "{award: 1, when: open}",
              "{award: 1, when: ^open or roads >= 5 or roads < 9 or bridges > 5 or pumps > 5 or gates > 5 or "
              "dams > 5}", "always-holds", kind="open", also="zero-unreachable"),
    ),
)  # fmt: skip

_BOXED = Twin(
    "boxed",
    """ruleset: boxed
source: 分级表
points: 3
figures:
  roads:   {name: 道路, unit: km, min: 0}
  bridges: {name: 桥梁长, unit: m, min: 0}
  pumps:   {name: 泵站功率, unit: kW, min: 0}
  gates:   {name: 闸门宽, unit: m, min: 0}
  level:
    name: 等级
    words: [one, two, three]
    hit: first
    rows:
      - {when: roads >= 50 and bridges >= 200 and pumps >= 30 and gates >= 9, is: one}
      - {when: roads >= 20 or bridges >= 90, is: two}
      - {is: three}
indicators:
  graded:
    points: 3
    rules: {of: level, by: {one: 3, two: 2, three: 0}}
""",
    (
        fault("gap", "{is: three}", "{when: roads < 20 and bridges < 80, is: three}", "gap", "^- {when: roads >= 50",
              kind="boxes", where="0 ≤ roads < 20, 80 ≤ bridges < 90"),
        fault("gap-corner", "{is: three}",
              "{when: roads < 20 and bridges < 90 and (pumps < 10 or gates > 1), is: three}", "gap",
              "^- {when: roads >= 50", kind="boxes",
              where="0 ≤ roads < 20, 0 ≤ bridges < 90, pumps ≥ 10, 0 ≤ gates ≤ 1"),
        fault("masked", "{when: roads >= 20 or bridges >= 90, is: two}",
              "{when: roads >= 20 or bridges >= 90, is: two}\n"
              "      - {when: ^bridges >= 95 and pumps > 2, is: three}", "masked", kind="boxes", first="15"),
        fault("never", "roads >= 20 or bridges >= 90", "^roads < 0 or bridges < 0 or pumps < 0", "never-taken",
              kind="boxes", also="never-taken"),
        fault("else-unused", "roads >= 20 or bridges >= 90", "roads >= 20 or bridges >= 90 or pumps >= 0",
              "else-unused", "- ^{is: three}", kind="boxes", also="never-taken zero-unreachable"),
    ),
)  # fmt: skip

_INDEX = Twin(
    "index",
    """ruleset: index
source: 人类发展指数 技术说明
points: 3
figures:
  income:  {name: 人均收入, unit: 美元, min: 100, max: 75000, better: higher}
  years:   {name: 受教育年限, min: 0, max: 18, better: higher}
  distance: {name: 就医距离, unit: km, min: 0, max: 400, better: lower}
indicators:
  wealth:
    points: 1
    rules: {points: "(ln(income) - ln(100)) / (ln(75000) - ln(100))"}
  schooling:
    points: 1
    rules: {points: "min(1, years / 15)"}
  care:
    points: 1
    rules: {points: "1 - root(distance, 2) / 20"}
""",
    (
        fault("turned", "(ln(income) - ln(100)) / (ln", "(ln(75000) - ln(income)) / (ln", "wrong-direction",
              "wealth:\n    points: 1\n    rules: ^{points", kind="open", name="income"),
        fault("root-turned", "1 - root(distance, 2) / 20", "root(distance, 2) / 20", "wrong-direction",
              "care:\n    points: 1\n    rules: ^{points", kind="open", name="distance"),
        fault("short", "max: 75000, better", "max: 40000, better", "full-unreachable", "^wealth:", kind="open"),
        fault("root-low", "max: 400, better", "max: 100, better", "zero-unreachable", "^care:", kind="open", low="0.5"),
        fault("outside", "(ln(75000) - ln(100))", "(ln(40000) - ln(100))", "score-outside",
              "wealth:\n    points: 1\n    rules: ^{points", kind="open"),
        fault("root-outside", "1 - root(distance, 2) / 20", "2 - root(distance, 2) / 10", "score-outside",
              "care:\n    points: 1\n    rules: ^{points", kind="open"),
        fault("never", 'rules: {points: "min(1, years / 15)"}',
              'rules: [{points: "min(1, years / 15)"}, {lose_all: ^ln(income) < 4}]', "never-holds", kind="open"),
        fault("always", 'rules: {points: "min(1, years / 15)"}',
              'rules: [{points: "min(1, years / 15)"}, {lose_all: ^ln(income) > 4}]', "always-holds", kind="open",
              also="full-unreachable not-proved"),
        fault("gap", 'rules: {points: "min(1, years / 15)"}',
              'rules: {of: "root(years, 2)", bands: ^[{at_least: 4, is: 1}, {at_least: 2, below: 3, is: 0.5}, '
              '{below: 2, is: 0}]}', "gap", kind="open", also="not-proved"),
    ),
)  # fmt: skip

_NETTED = Twin(
    "netted",
    """ruleset: netted
source: 收支考核 二
points: 20
figures:
  income: {name: 收入, unit: 万元, min: 0, max: 100}
  outlay: {name: 支出, unit: 万元, min: 0, max: 100}
  saved:  {name: 结余, unit: 万元, is: income - outlay}
  spent:  {name: 净支出, unit: 万元, is: outlay - income}
indicators:
  saver:
    points: 10
    rules: {award: 1, per: 5, above: 0, of: saved, part: exact}
  spender:
    points: 10
    rules: {award: 1, per: 5, above: 0, of: spent, part: exact}
grades: {good: 10, fair: 5, poor: else}
""",
    (
        fault("grade-beyond-both", "{good: 10", "{good: ^15", "grade-unreachable", kind="open", name="good"),
        fault("grade-beyond", "{good: 10", "{good: ^25", "grade-unreachable", name="good", high="20"),
        fault("award-short", "{award: 1, per: 5, above: 0, of: saved", "{award: 1, per: 20, above: 0, of: saved",
              "full-unreachable", "^saver:", high="5"),
        fault("award-always", "above: 0, of: saved", "above: -120, of: saved", "zero-unreachable", "^saver:",
              also="not-proved", low="4"),
    ),
)  # fmt: skip

TWINS = (_BUDGET, _TRAFFIC, _MANY, _BOXED, _INDEX, _NETTED)
