"""Twins with ratios, lines, steps and thresholds; and amounts that take or give too much or too little."""

from planted_parts import Twin, fault

_COVERAGE = Twin(
    "coverage",
    """ruleset: coverage
source: 卫生考核 一（三）
points: 10
figures:
  coverage: {name: 覆盖率, unit: "%", min: 0%, max: 100%, better: higher}
indicators:
  covered:
    points: 10
    rules:
      ratio: coverage
      to: 85%
      zero_below: 30%
""",
    (
        fault("target-beyond-max", "to: 85%", "to: 125%", "full-unreachable", "^covered:", points="10", high="8"),
        fault("cap-below", "zero_below: 30%", "zero_below: 30%\n      cap: 90%", "full-unreachable", "^covered:",
              points="10", high="9"),
        fault("max-below-target", "max: 100%", "max: 68%", "full-unreachable", "^covered:", points="10", high="8"),
        fault("cap-lifted", "zero_below: 30%", "zero_below: 30%\n      cap: none", "score-outside", "^ratio: coverage"),
        fault("cap-above", "zero_below: 30%", "zero_below: 30%\n      cap: 110%", "score-outside", "^ratio: coverage"),
        fault("cliff", "zero_below: 30%", "zero_below: 60%", "cliff", "^ratio: coverage", where="coverage = 51%",
              before="0", after="6", points="10"),
        fault("never-zero", "min: 0%", "min: 34%", "zero-unreachable", "^covered:", points="10", low="4"),
        fault("wrong-direction", "better: higher", "better: lower", "wrong-direction", "^ratio: coverage"),
        fault("no-limits", "    points: 10\n    rules:\n      ratio: coverage\n      to: 85%",
              "    points: 10\n    cap: none\n    rules:\n      ratio: coverage\n      to: 125%", "full-unreachable",
              "^covered:", points="10", high="8"),
        fault("cap-of-its-own", "    points: 10\n    rules:\n      ratio: coverage\n      to: 85%",
              "    points: 10\n    cap: 12\n    rules:\n      ratio: coverage\n      to: 125%", "full-unreachable",
              "^covered:", points="10", high="8"),
    ),
)  # fmt: skip

_COST = Twin(
    "cost",
    """ruleset: cost
source: 附表2 C4.1
points: 10
figures:
  cost_share: {name: 成本占预算, unit: "%", min: 20%, max: none, better: lower}
indicators:
  saving:
    points: 10
    rules:
      ratio: cost_share
      to: 100%
      better: lower
      form: two_minus
""",
    (
        fault("cap-lifted", "form: two_minus", "form: two_minus\n      cap: 150%", "score-outside",
              "^ratio: cost_share"),
        fault("min-above-target", "min: 20%", "min: 120%", "full-unreachable", "^saving:", points="10", high="8"),
        fault("max-too-small", "max: none", "max: 150%", "zero-unreachable", "^saving:", points="10", low="5"),
        fault("direction", "      better: lower\n      form: two_minus\n", "", "wrong-direction", "^ratio: cost_share",
              also="zero-unreachable"),
    ),
)  # fmt: skip

_OFFER = Twin(
    "offer",
    """ruleset: offer
source: 评标办法 6.1
points: 30
figures:
  price: {name: 报价占最高限价, unit: "%", min: 1%, max: none, better: lower}
indicators:
  cheap:
    points: 30
    rules:
      ratio: price
      to: 60%
      better: lower
      form: ratio
""",
    (
        fault("max", "max: none", "max: 120%", "zero-unreachable", "^cheap:", points="30", low="15"),
        fault("min", "min: 1%", "min: 80%", "full-unreachable", "^cheap:", points="30", high="22.5"),
        fault("cap", "form: ratio", "form: ratio\n      cap: 50%", "full-unreachable", "^cheap:", points="30",
              high="15"),
        fault("cap-lifted", "form: ratio", "form: ratio\n      cap: none", "score-outside", "^ratio: price"),
        fault("zero-below", "form: ratio", "form: ratio\n      zero_below: 60%", "cliff", "^ratio: price",
              where="price = 100%", before="18", after="0", points="30"),
    ),
)  # fmt: skip

_LINE = Twin(
    "line",
    """ruleset: line
source: 附表3 线性内插
points: 5
figures:
  recovery: {name: 回收率, unit: "%", min: 0%, max: 100%, better: higher}
indicators:
  recovered:
    points: 5
    rules:
      of: recovery
      interpolate: {60%: 0, 80%: 3, 100%: 5}
      beyond: hold
""",
    (
        fault("dip", "80%: 3, 100%", "80%: 3, 90%: 2.5, 100%", "wrong-direction", "^of: recovery"),
        fault("falls", "{60%: 0, 80%: 3, 100%: 5}", "{60%: 5, 80%: 3, 100%: 0}", "wrong-direction", "^of: recovery"),
        fault("dip-before", "{60%: 0", "{40%: 0.5, 60%: 0", "wrong-direction", "^of: recovery", at_low="0.5"),
        fault("extended-from-above", "{60%: 0, 80%: 3, 100%: 5}\n      beyond: hold",
              "{60%: 0, 80%: 4, 90%: 5}\n      beyond: extend", "score-outside", "^of: recovery"),
        fault("short", "100%: 5", "100%: 4.5", "full-unreachable", "^recovered:", points="5", high="4.5"),
        fault("beyond-max", "100%: 5", "120%: 5", "full-unreachable", "^recovered:", points="5", high="4"),
        fault("starts-high", "60%: 0", "60%: 1", "zero-unreachable", "^recovered:", points="5", low="1"),
        fault("below-min", "min: 0%", "min: 70%", "zero-unreachable", "^recovered:", points="5", low="1.5"),
        fault("more-than-all", "100%: 5", "100%: 6", "score-outside", "^of: recovery"),
        fault("below-zero", "60%: 0", "60%: -1", "score-outside", "^of: recovery"),
    ),
)  # fmt: skip

_EXECUTION = Twin(
    "execution",
    """ruleset: execution
source: 附表1 B1.2
points: 2
figures:
  execution: {name: 预算执行率, unit: "%", min: 0%, max: 100%, better: higher}
indicators:
  executed:
    points: 2
    rules:
      - {deduct: 0.1, per: 1%, below: 90%, of: execution, part: exact}
""",
    (
        fault("above", "below: 90%", "above: 90%", "wrong-direction", "- ^{deduct", also="cannot-exhaust"),
        fault("amount-small", "deduct: 0.1", "deduct: 0.02", "cannot-exhaust", "- ^{deduct", points="2", low="0.2"),
        fault("step-large", "per: 1%", "per: 10%", "cannot-exhaust", "- ^{deduct", points="2", low="1.1"),
        fault("up-to", "part: exact", "part: exact, up_to: 1", "cannot-exhaust", "- ^{deduct", points="2", low="1"),
        fault("max-loss-by-min", "min: 0%", "min: 75%", "cannot-exhaust", "- ^{deduct", points="2", low="0.5"),
        fault("always-costs", "below: 90%", "below: 110%", "full-unreachable", "^executed:", points="2", high="1"),
        fault("always-costs-a-little", "max: 100%", "max: 85%", "full-unreachable", "^executed:", points="2",
              high="1.5"),
        fault("at-once", "{deduct: 0.1, per: 1%, below: 90%, of: execution, part: exact}",
              "^{deduct: 2, per: 1%, below: 90%, of: execution, part: drop}", "exhausts-at-once", also="cliff",
              each="2", points="2"),
        fault("more-at-once", "{deduct: 0.1, per: 1%, below: 90%, of: execution, part: exact}",
              "^{deduct: 3, per: 1%, below: 90%, of: execution, part: count}", "exhausts-at-once", also="cliff",
              each="3"),
        fault("never-costs", "below: 90%", "below: 0%", "cannot-exhaust", "- ^{deduct", points="2", low="2"),
        fault("up-to-beside-an-award",
              "    points: 2\n    rules:\n      - {deduct: 0.1, per: 1%, below: 90%, of: execution, part: exact}",
              "    points: 2\n    start: full\n    rules:\n"
              "      - ^{deduct: 0.1, per: 1%, below: 90%, of: execution, part: exact, up_to: 1}\n"
              "      - {award: 0.5, when: execution > 95%}", "cannot-exhaust", low="1"),
        fault("start-low", "    points: 2\n    rules:", "    points: 2\n    start: 1.5\n    rules:",
              "full-unreachable", "^executed:", points="2", high="1.5"),
    ),
)  # fmt: skip

_OVERDUE = Twin(
    "overdue",
    """ruleset: overdue
source: 合同第12条
points: 5
figures:
  due:      {name: 约定日期, type: date}
  finished: {name: 完工日期, type: date}
  delay:    {name: 迟延天数, is: finished - due, better: lower}
indicators:
  on_time:
    points: 5
    rules:
      - {deduct: 1, per: 30, above: 0, of: delay, part: count}
""",
    (
        fault("below", "above: 0", "below: 0", "wrong-direction", "- ^{deduct"),
        fault("at-once", "deduct: 1", "deduct: 5", "exhausts-at-once", "- ^{deduct", each="5", also="cliff"),
        fault("up-to", "part: count", "part: count, up_to: 4", "cannot-exhaust", "- ^{deduct", points="5", low="1"),
        fault("cliff", "deduct: 1, per: 30", "deduct: 3, per: 30", "cliff", "- ^{deduct", where="delay = 0",
              before="5", after="2", points="5"),
        fault("declared", "better: lower", "better: higher", "wrong-direction", "- ^{deduct"),
    ),
)  # fmt: skip

_PRICE = Twin(
    "price",
    """ruleset: price
source: 评标办法 5.2
points: 40
figures:
  deviation: {name: 偏差率, unit: "%", min: -100%, max: none}
  errors:    {name: 差错数, type: count}
  late:      {name: 迟到天数, type: count}
functions:
  doubled: {needs: [days], is: 2 * days}
indicators:
  low:
    points: 10
    rules: {deduct: 0.3, per: 1%, below: 0%, of: deviation, part: exact}
  high:
    points: 20
    rules: {deduct: 1, per: 1%, above: 0%, of: deviation, part: exact}
  papers:
    points: 6
    criteria:
      typed: {points: 3, rules: {deduct: 0.5, per: 1, of: errors}}
      sent: {points: 3, rules: {deduct: 1, per: 2, of: doubled(late), part: drop}}
  order:
    points: 4
    rules: {lose_all: errors > 40}
""",
    (
        fault("sides-overlap", "below: 0%", "below: 5%", "deducts-twice", "rules: ^{deduct: 1, per: 1%",
              name="deviation", first="13"),
        fault("sides-overlap-above", "above: 0%", "above: -5%", "deducts-twice", "rules: ^{deduct: 1, per: 1%",
              name="deviation", first="13"),
        fault("same-figure", "of: doubled(late)", "of: doubled(errors)", "deducts-twice",
              "sent: {points: 3, rules: ^{", also="unused-figure", name="errors", first="20"),
        fault("on-condition", "{lose_all: errors > 40}", "^{deduct: 4, when: errors > 3}", "deducts-twice",
              name="errors", first="20"),
        fault("as-finding-count", "{lose_all: errors > 40}",
              "[{lose_all: errors > 40}, ^{deduct: 1, per: 3, of: late, part: drop}]", "deducts-twice", name="late",
              first="21"),
        fault("at-once", "{deduct: 1, per: 1%, above: 0%, of: deviation, part: exact}",
              "^{deduct: 20, per: 1%, above: 0%, of: deviation, part: nearest}", "exhausts-at-once", also="cliff",
              each="20", points="20"),
    ),
)  # fmt: skip

_FIBRE = Twin(
    "fibre",
    """ruleset: fibre
source: 营养评分表
points: 10
figures:
  fibre: {name: 膳食纤维, unit: g, min: 0, max: 100, better: higher}
indicators:
  healthy:
    points: 10
    rules: {award: 2, per: [0.9, 1.9, 2.8, 3.7, 4.7], above: each, of: fibre}
""",
    (
        fault("short", "award: 2", "award: 1.5", "full-unreachable", "^healthy:", points="10", high="7.5"),
        fault("up-to", "of: fibre}", "of: fibre, up_to: 8}", "full-unreachable", "^healthy:", points="10", high="8"),
        fault("threshold-beyond-max", "max: 100", "max: 4.7", "full-unreachable", "^healthy:", points="10", high="8"),
        fault("always-some", "min: 0", "min: 1", "zero-unreachable", "^healthy:", points="10", low="2"),
        fault("wrong-direction", "better: higher", "better: lower", "wrong-direction", "^{award"),
        fault("deduct", "{award: 2", "^{deduct: 2", "wrong-direction"),
        fault("large-step", "award: 2", "award: 6", "cliff", "^{award", where="fibre = 0.9", before="0", after="6",
              points="10"),
    ),
)  # fmt: skip

TWINS = (_COVERAGE, _COST, _OFFER, _LINE, _EXECUTION, _OVERDUE, _PRICE, _FIBRE)
