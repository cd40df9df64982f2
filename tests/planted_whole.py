"""Twins with conditions, grades, overrides, variants, weights, functions, units and codes; what has no effect."""

from planted_parts import Twin, fault

_STATION = Twin(
    "station",
    """ruleset: station
source: 安全生产考核 第四章
points: 20
figures:
  kind:     {name: 类别, words: [city, district, county]}
  deaths:   {name: 死亡人数, type: count, max: 50}
  injured:  {name: 受伤人数, type: count, max: 200}
  trained:  {name: 培训率, unit: "%", min: 0%, max: 100%}
  fraud:    {name: 弄虚作假, type: flag, if_missing: false}
indicators:
  training:
    points: 10
    rules: {ratio: trained, to: 95%}
  safety:
    points: 10
    rules:
      - {deduct: 2, per: 1, of: injured}
      - {lose_all: deaths > 2 or fraud}
overrides:
  - {when: deaths > 5, grade: poor, because: 重大事故}
  - {when: deaths > 0 and kind == 'city', grade_at_most: fair, because: 有死亡事故}
  - {when: fraud, grade_at_most: fair, because: 弄虚作假}
grades: {good: 18, fair: 12, poor: else}
""",
    (
        fault("override-never", "deaths > 5", "^deaths > 50", "never-holds"),
        fault("override-never-negative", "deaths > 5", "^deaths < 0", "never-holds"),
        fault("override-contradiction", "deaths > 5", "^deaths > 5 and deaths < 3", "never-holds"),
        fault("override-between", "deaths > 5", "^5 < deaths < 6", "never-holds"),
        fault("override-two-words", "deaths > 0 and kind == 'city'", "^kind == 'county' and kind == 'city'",
              "never-holds", kind="boxes"),
        fault("override-words-left", "deaths > 0 and kind == 'city'",
              "^kind != 'county' and kind != 'city' and kind != 'district'", "never-holds", kind="boxes"),
        fault("override-always", "deaths > 5", "^deaths >= 0", "always-holds"),
        fault("override-always-two", "deaths > 5", "^deaths > 5 or deaths <= 7", "always-holds"),
        fault("override-always-words", "deaths > 0 and kind == 'city'", "^kind != 'county' or kind != 'city'",
              "always-holds", kind="boxes"),
        fault("override-flag-and-not", "when: fraud", "when: ^fraud and not fraud", "never-holds"),
        fault("override-flag-or-not", "when: fraud", "when: ^fraud or not fraud", "always-holds"),
        fault("override-idle", "{when: fraud, grade_at_most: fair", "^{when: fraud, grade_at_most: good",
              "override-idle", name="good"),
        fault("override-idle-first", "{when: deaths > 5, grade: poor", "^{when: deaths > 5, grade_at_most: good",
              "override-idle", name="good"),
        fault("veto-never", "deaths > 2 or fraud", "^deaths > 50", "never-holds"),
        fault("veto-never-and", "deaths > 2 or fraud", "^deaths > 2 and deaths < 2", "never-holds"),
        fault("veto-never-mixed", "deaths > 2 or fraud", "^fraud and deaths > 50", "never-holds", kind="boxes"),
        fault("veto-always", "deaths > 2 or fraud", "^deaths > 2 or deaths <= 2", "always-holds",
              also="full-unreachable grade-unreachable"),
        fault("veto-always-flag", "deaths > 2 or fraud", "^deaths > 2 or not fraud or fraud", "always-holds",
              kind="boxes", also="full-unreachable grade-unreachable"),
        fault("grade-beyond", "{good: 18", "{good: ^21", "grade-unreachable", name="good", low="0", high="20"),
        fault("unused-kind", "deaths > 0 and kind == 'city'", "deaths > 0", "unused-figure", "^kind:", name="kind"),
        fault("at-once", "deduct: 2, per: 1, of: injured", "deduct: 10, per: 1, of: injured", "exhausts-at-once",
              "- ^{deduct", each="10", points="10"),
        fault("no-source", "ruleset: station\nsource: 安全生产考核 第四章\n", "^ruleset: station\n", "no-source",
              count="3"),
        fault("mismatch", "source: 安全生产考核 第四章\npoints: 20", "source: 安全生产考核 第四章\npoints: 25",
              "points-mismatch", "points: ^25", points="25", sum="20"),
        fault("deducted-twice", "rules: {ratio: trained, to: 95%}",
              "rules: [{ratio: trained, to: 95%}, {deduct: 1, when: injured > 3}]", "deducts-twice", "- ^{deduct: 2",
              name="injured", first="13"),
    ),
)  # fmt: skip

_FACILITY = Twin(
    "facility",
    """ruleset: facility
source: 附表1 D3.1
points: 12
without_findings: keep
figures:
  kind:     {name: 单位类别, words: [city, district, county]}
  projects: {name: 项目数, type: count, max: 30}
  capacity: {name: 规模, unit: 人, min: 0}
admit: {when: capacity >= 50, because: 规模不足}
indicators:
  lasting:
    points: 8
    variants:
      - {when: kind == 'city', rules: {deduct: 0.5, per: finding}}
      - {when: kind == 'district', rules: {deduct: 1, per: finding}}
      - {rules: {lose_all: findings > 0}}
  procurement:
    points: 4
    applies_when: projects > 0
    if_not_applicable: full
    rules: {deduct: 1, per: finding}
""",
    (
        fault("variant-gap", "      - {rules: {lose_all: findings > 0}}\n", "", "gap", "^- {when: kind == 'city'",
              where="kind = county", example="kind = county"),
        fault("variant-masked", "kind == 'district'", "kind == 'city'", "masked",
              "{when: ^kind == 'city', rules: {deduct: 1,"),
        fault("variant-never", "kind == 'district'", "kind == 'district' and kind == 'county'", "never-taken",
              "^kind == 'district' and"),
        fault("variant-else-unused", "{when: kind == 'district'", "{when: kind != 'city'", "else-unused",
              "- ^{rules: {lose_all: findings > 0}}"),
        fault("admit-always", "capacity >= 50", "^capacity >= 0", "always-holds"),
        fault("admit-never", "capacity >= 50", "^capacity < 0", "never-holds"),
        fault("admit-contradiction", "capacity >= 50", "^capacity >= 50 and capacity < 50", "never-holds"),
        fault("applies-always", "projects > 0", "^projects >= 0", "always-holds"),
        fault("applies-never", "projects > 0", "^projects > 30", "never-holds", also="cannot-exhaust"),
        fault("applies-between", "projects > 0", "^projects > 0 and projects < 1", "never-holds",
              also="cannot-exhaust"),
        fault("at-once", "{deduct: 0.5, per: finding}", "{deduct: 8, per: finding}", "exhausts-at-once",
              "rules: ^{deduct: 8", each="8", points="8"),
        fault("no-policy", "    if_not_applicable: full\n", "", "applies-without-policy", "^applies_when"),
    ),
)  # fmt: skip

_HOSPITAL = Twin(
    "hospital",
    """ruleset: hospital
source: 公立医院考核表
points: 100
figures:
  staff:    {name: 职工满意度, unit: "%", min: 0%, max: 100%}
  patients: {name: 患者满意度, unit: "%", min: 0%, max: 100%}
  drugs:    {name: 药占比, unit: "%", min: 0%, max: 100%}
indicators:
  service:
    code: A
    points: 60
    combine: weighted_mean
    indicators:
      own: {code: A1, points: 100, weight: 0.4, rules: {ratio: staff, to: 90%}}
      others: {code: A2, points: 100, weight: 0.6, rules: {ratio: patients, to: 95%}}
  cost:
    code: B
    points: 40
    rules: {deduct: 1, per: 1%, above: 30%, of: drugs, part: exact}
rounding: {mode: half_up, total: 2}
grades: {read: rounded, good: 90, fair: 60, poor: else}
""",
    (
        fault("weights-low", "weight: 0.6", "weight: 0.5", "weights-sum", "weight: ^0.4", sum="0.9"),
        fault("weights-high", "weight: 0.4", "weight: 0.45", "weights-sum", "weight: ^0.45", sum="1.05"),
        fault("mismatch", "    points: 40\n", "    points: 45\n", "points-mismatch", "points: ^100\nfigures",
              points="100", sum="105"),
        fault("code-twice", "code: B\n", "code: ^A1\n", "duplicate-code", name="A1"),
        fault("code-twice-leaves", "code: A2", "code: ^A1", "duplicate-code", name="A1", first="14"),
        fault("grade-rounding", "{read: rounded, good: 90", "{good: 90", "grade-rounding", "^grades:", name="good",
              total="89.995", bound="90"),
        fault("rounded-twice", "{mode: half_up, total: 2}", "{mode: half_up, leaf: 2, ^total: 1}", "rounded-twice"),
        fault("rounded-twice-group", "{mode: half_up, total: 2}", "{mode: half_up, leaf: 2, ^group: 2}",
              "rounded-twice"),
        fault("grade-beyond", "good: 90", "good: ^101", "grade-unreachable", name="good", high="100"),
        fault("grade-never-worst", "fair: 60", "fair: 0", "grade-unreachable", "poor: ^else", name="poor", low="0"),
        fault("no-source", "ruleset: hospital\nsource: 公立医院考核表\n", "^ruleset: hospital\n", "no-source",
              count="3"),
        fault("cannot-exhaust", "deduct: 1, per: 1%", "deduct: 0.5, per: 1%", "cannot-exhaust", "rules: ^{deduct",
              points="40", low="5"),
        fault("unit-missing", "above: 30%", "above: ^30", "percent-missing"),
        fault("unused-method", "grades: {read",
              "methods: {^same: {indicators: {B: {rules: {part: exact}}}}}\ngrades: {read", "unused-method",
              name="same"),
        fault("unused-function", "indicators:\n  service:",
              "functions: {^half: {needs: [x], is: x / 2}}\nindicators:\n  service:", "unused-function", name="half"),
        fault("unused-shape", "indicators:\n  service:",
              "shapes: {^share: {needs: [x], rules: {ratio: x, to: 100%}}}\nindicators:\n  service:", "unused-shape",
              name="share"),
        fault("unused-derived", "indicators:\n  service:", "  ^gap_: {is: patients - staff}\nindicators:\n  service:",
              "unused-figure", name="gap_"),
        fault("allow-unknown", "source: 公立医院考核表", "source: 公立医院考核表\nallow: {^clif: 合同如此}",
              "allow-unknown", name="clif"),
        fault("allow-reason", "source: 公立医院考核表", "source: 公立医院考核表\nallow: {^cliff: }", "allow-reason",
              name="cliff"),
        fault("allow-error", "source: 公立医院考核表", "source: 公立医院考核表\nallow: {^points-mismatch: 合同如此}",
              "allow-error", name="points-mismatch"),
        fault("allow-error-node", "    code: B\n", "    code: B\n    allow: {^unknown-figure: 合同如此}\n",
              "allow-error", name="unknown-figure"),
        fault("allow-unused", "source: 公立医院考核表", "source: 公立医院考核表\nallow: {^cliff: 合同如此}",
              "allow-unused", name="cliff"),
        fault("allow-unused-node", "    code: B\n", "    code: B\n    allow: {^deducts-twice: 合同如此}\n",
              "allow-unused", name="deducts-twice"),
    ),
)  # fmt: skip

_FUNDS = Twin(
    "funds",
    """ruleset: funds
source: 资金管理办法
points: 15
figures:
  received:  {name: 到位资金, unit: 万元, min: 1}
  spent:     {name: 支出资金, unit: 万元, min: 0}
  diverted:  {name: 挪用资金, unit: 万元, min: 0}
  sites:     {name: 点位数, type: count, min: 1}
  execution: {name: 执行率, unit: "%", is: spent / received, better: higher}
  misuse:    {name: 挪用率, unit: "%", is: diverted / received, better: lower}
  per_site:  {name: 点均支出, is: spent / sites}
functions:
  strict: {needs: [share], is: "min(100%, 2 * share)"}
indicators:
  used:
    points: 5
    rules: {deduct: 0.5, per: 1%, below: 90%, of: execution, part: drop}
  proper:
    points: 5
    rules: {deduct: 0.5, per: 10%, above: 0%, of: strict(misuse), part: exact}
  thrift:
    points: 5
    rules: {deduct: 1, per: 10, above: 40, of: per_site, part: exact}
""",
    (
        fault("count-added", "is: spent / received", "is: (^spent + sites) / received", "unit-count",
              part="spent + sites", unit="万元"),
        fault("count-taken-off", "is: diverted / received", "is: (^diverted - sites) / received", "unit-count",
              part="diverted - sites", unit="万元"),
        fault("count-compared", "of: per_site, part: exact}", "of: per_site, part: exact, when: ^spent > sites}",
              "unit-count", part="spent > sites"),
        fault("function-unused", "of: strict(misuse)", "of: misuse", "unused-function", "^strict:", name="strict"),
        fault("figure-unused", "of: per_site", "of: spent", "unused-figure", "^per_site:", name="per_site"),
        fault("twice-in-two-leaves", "{deduct: 1, per: 10, above: 40, of: per_site, part: exact}",
              "[{deduct: 1, per: 10, above: 40, of: per_site, part: exact}, ^{deduct: 1, when: execution < 50%}]",
              "deducts-twice", name="execution", first="17"),
        fault("wrong-way", "below: 90%, of: execution", "above: 90%, of: execution", "wrong-direction",
              "rules: ^{deduct: 0.5, per: 1%", name="execution"),
        fault("wrong-way-function", "above: 0%, of: strict(misuse)", "below: 100%, of: strict(misuse)",
              "wrong-direction", "rules: ^{deduct: 0.5, per: 10%", name="misuse"),
        fault("cannot-exhaust", "{deduct: 0.5, per: 10%", "^{deduct: 0.4, per: 10%", "cannot-exhaust", points="5",
              low="1"),
        fault("always-costs", "above: 0%, of: strict(misuse)", "above: -10%, of: strict(misuse)", "full-unreachable",
              "^proper:", points="5", high="4.5"),
        fault("at-once", "{deduct: 1, per: 10, above: 40, of: per_site, part: exact}",
              "^{deduct: 5, per: 10, above: 40, of: per_site, part: drop}", "exhausts-at-once", also="cliff", each="5",
              points="5"),
    ),
)  # fmt: skip

TWINS = (_STATION, _FACILITY, _HOSPITAL, _FUNDS)
