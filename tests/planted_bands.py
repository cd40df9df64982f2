"""Twins with bands: percentages, days, whole numbers, dates, a derived rate; and what goes wrong with their bounds."""

from planted_parts import Twin, fault

_SATISFACTION = Twin(
    "satisfaction",
    """ruleset: satisfaction
source: 附表1 D4.1
points: 5
figures:
  satisfaction: {name: 满意度, unit: "%", min: 0%, max: 100%, better: higher}
indicators:
  satisfied:
    name: 受益移民满意度
    points: 5
    rules:
      of: satisfaction
      bands:
        - {at_least: 95%, is: 5}
        - {at_least: 90%, below: 95%, is: 4}
        - {at_least: 80%, below: 90%, is: 3}
        - {at_least: 70%, below: 80%, is: 2}
        - {at_least: 60%, below: 70%, is: 1}
        - {below: 60%, is: 0}
""",
    (
        fault("gap-point-top", "{at_least: 95%, is: 5}", "{above: 95%, is: 5}", "gap", "^- {above: 95%",
              where="satisfaction = 95%", example="satisfaction = 95%"),
        fault("gap-point-middle", "{at_least: 80%, below: 90%", "{above: 80%, below: 90%", "gap", "^- {at_least: 95%",
              where="satisfaction = 80%", example="satisfaction = 80%"),
        fault("gap-point-upper-end", "below: 60%, is: 0", "at_most: 59.99%, is: 0", "gap", "^- {at_least: 95%",
              where="59.99% < satisfaction < 60%"),
        fault("gap-interval", "below: 90%", "below: 89%", "gap", "^- {at_least: 95%", where="89% ≤ satisfaction < 90%"),
        fault("gap-interval-open", "{at_least: 70%, below: 80%", "{above: 70%, at_most: 79%", "gap",
              "^- {at_least: 95%", where="satisfaction = 70%, 79% < satisfaction < 80%"),
        fault("gap-top-point", "{at_least: 95%, is: 5}", "{at_least: 95%, below: 100%, is: 5}", "gap",
              "^- {at_least: 95%, below: 100%", where="satisfaction = 100%", example="satisfaction = 100%"),
        fault("gap-top", "{at_least: 95%, is: 5}", "{at_least: 95%, at_most: 99%, is: 5}", "gap",
              "^- {at_least: 95%, at_most", where="99% < satisfaction ≤ 100%"),
        fault("gap-bottom-point", "{below: 60%", "{above: 0%, below: 60%", "gap", "^- {at_least: 95%",
              where="satisfaction = 0%", example="satisfaction = 0%"),
        fault("gap-bottom", "{below: 60%", "{at_least: 50%, below: 60%", "gap", "^- {at_least: 95%",
              where="0% ≤ satisfaction < 50%"),
        fault("gap-last-left-out", "        - {below: 60%, is: 0}\n", "", "gap", "^- {at_least: 95%",
              where="0% ≤ satisfaction < 60%", also="zero-unreachable"),
        fault("gap-first-left-out", "        - {at_least: 95%, is: 5}\n", "", "gap", "^- {at_least: 90%",
              where="95% ≤ satisfaction ≤ 100%", also="full-unreachable"),
        fault("gap-middle-left-out", "        - {at_least: 80%, below: 90%, is: 3}\n", "", "gap", "^- {at_least: 95%",
              where="80% ≤ satisfaction < 90%"),
        fault("overlap-shared-end", "below: 95%", "at_most: 95%", "overlap", "^{at_least: 90%",
              where="satisfaction = 95%", example="satisfaction = 95%", first="13"),
        fault("overlap-shared-end-low", "below: 70%", "at_most: 70%", "overlap", "^{at_least: 60%",
              where="satisfaction = 70%", first="16"),
        fault("overlap-interval", "{at_least: 90%", "{at_least: 85%", "overlap", "^{at_least: 80%",
              where="85% ≤ satisfaction < 90%", first="14"),
        fault("overlap-interval-up", "below: 80%", "below: 82%", "overlap", "^{at_least: 70%",
              where="80% ≤ satisfaction < 82%", first="15"),
        fault("overlap-of-the-last", "{below: 60%, is: 0}", "^{at_most: 62%, is: 0}", "overlap",
              where="60% ≤ satisfaction ≤ 62%", first="17"),
        fault("masked-by-the-first", "{at_least: 95%, is: 5}", "{at_least: 90%, is: 5}", "masked",
              "^{at_least: 90%, below", first="13"),
        fault("masked-by-two", "{at_least: 60%, below: 70%, is: 1}", "^{at_least: 75%, below: 85%, is: 1}", "masked",
              also="overlap gap", first="16"),
        fault("masked-twin", "        - {at_least: 60%",
              "        - ^{at_least: 70%, below: 80%, is: 2}\n        - {at_least: 60%", "masked", first="16"),
        fault("never-above-the-domain", "{at_least: 95%, is: 5}",
              "{at_least: 95%, is: 5}\n        - ^{above: 100%, is: 5}", "never-taken"),
        fault("never-below-the-domain", "{below: 60%, is: 0}", "{below: 60%, is: 0}\n        - ^{below: 0%, is: 0}",
              "never-taken"),
        fault("never-contradiction", "        - {at_least: 60%",
              "        - ^{above: 78%, below: 75%, is: 2}\n        - {at_least: 60%", "never-taken"),
        fault("never-by-limits", "min: 0%", "min: 60%", "never-taken", "^{below: 60%", also="zero-unreachable"),
        fault("wrong-direction-swapped", "is: 4}\n        - {at_least: 80%, below: 90%, is: 3}",
              "is: 3}\n        - {at_least: 80%, below: 90%, is: 4}", "wrong-direction",
              "^of: satisfaction\n      bands", name="satisfaction", at_low="4", at_high="3"),
        fault("wrong-direction-step-back", "{at_least: 80%, below: 90%, is: 3}",
              "{at_least: 80%, below: 90%, is: 1.5}", "wrong-direction", "^of: satisfaction\n      bands", at_low="2",
              at_high="1.5"),
        fault("wrong-direction-declared", "better: higher", "better: lower", "wrong-direction",
              "^of: satisfaction\n      bands", at_low="0", at_high="1"),
        fault("full-short", "is: 5}", "is: 4.5}", "full-unreachable", "^satisfied:", points="5", high="4.5"),
        fault("no-source", "ruleset: satisfaction\nsource: 附表1 D4.1\n", "^ruleset: satisfaction\n", "no-source",
              count="1"),
        fault("zero-short", "is: 0}", "is: 0.5}", "zero-unreachable", "^satisfied:", points="5", low="0.5"),
        fault("outside-above", "is: 5}", "is: 6}", "score-outside", "^of: satisfaction\n      bands", score="6"),
        fault("cliff", "{at_least: 90%, below: 95%, is: 4}\n        - {at_least: 80%, below: 90%, is: 3}",
              "{at_least: 90%, below: 95%, is: 2}\n        - {at_least: 80%, below: 90%, is: 2}", "cliff",
              "^of: satisfaction\n      bands", where="satisfaction = 95%", before="2", after="5", points="5"),
    ),
)  # fmt: skip

_DAYS = Twin(
    "days",
    """ruleset: days
source: 考核办法第八条
points: 6
figures:
  days: {name: 办理天数, unit: 天, min: 0, better: lower}
indicators:
  speed:
    points: 6
    rules:
      of: days
      edge: at_most
      bands:
        5: 6
        10: 4
        20: 2
        else: 0
""",
    (
        fault("gap-top", "        else: 0\n", "", "gap", "^5: 6", where="days > 20", also="zero-unreachable"),
        fault("else-unused", "min: 0,", "min: 0, max: 20,", "else-unused", "^else: 0", also="zero-unreachable"),
        fault("else-unused-narrow", "min: 0,", "min: 0, max: 12,", "else-unused", "^else: 0", also="zero-unreachable"),
        fault("never-first", "min: 0,", "min: 6,", "never-taken", "^5: 6", also="full-unreachable"),
        fault("never-negative", "        5: 6\n", "        ^-1: 6\n        5: 6\n", "never-taken"),
        fault("wrong-direction", "10: 4\n        20: 2", "10: 2\n        20: 4", "wrong-direction", "^of: days",
              also="cliff", at_low="2", at_high="4"),
        fault("wrong-direction-else", "else: 0", "else: 3", "wrong-direction", "^of: days", also="zero-unreachable",
              at_low="2", at_high="3"),
        fault("wrong-edge", "better: lower", "better: higher", "wrong-direction", "^of: days", at_low="6", at_high="4"),
        fault("full-short", "5: 6", "5: 5.5", "full-unreachable", "^speed:", points="6", high="5.5"),
        fault("zero-short", "else: 0", "else: 1", "zero-unreachable", "^speed:", points="6", low="1"),
        fault("outside-above", "5: 6", "5: 8", "score-outside", "^of: days", score="8"),
        fault("outside-below", "else: 0", "else: -2", "score-outside", "^of: days", score="-2"),
        fault("cliff", "10: 4", "10: 2", "cliff", "^of: days", where="days = 5", before="6", after="2", points="6"),
        fault("open-end", "        else: 0", "        30: 0", "gap", "^5: 6", where="days > 30"),
    ),
)  # fmt: skip

_TRAININGS = Twin(
    "trainings",
    """ruleset: trainings
source: 责任书第三项
points: 4
figures:
  trainings: {name: 培训次数, type: count, max: 12, better: higher}
indicators:
  trained:
    points: 4
    rules:
      of: trainings
      bands:
        - {at_least: 9, is: 4}
        - {at_least: 6, at_most: 8, is: 3}
        - {at_least: 3, at_most: 5, is: 2}
        - {at_most: 2, is: 0}
""",
    (
        fault("gap-no-count", "type: count, max: 12", "min: 0, max: 12", "gap", "^- {at_least: 9",
              where="2 < trainings < 3, 5 < trainings < 6, 8 < trainings < 9"),
        fault("gap-one-number", "at_most: 8", "at_most: 7", "gap", "^- {at_least: 9", where="trainings = 8",
              example="trainings = 8"),
        fault("gap-two-numbers", "{at_least: 6,", "{at_least: 8,", "gap", "^- {at_least: 9", where="6 ≤ trainings ≤ 7"),
        fault("gap-edge", "at_most: 5", "below: 5", "gap", "^- {at_least: 9", where="trainings = 5"),
        fault("gap-top", "{at_least: 9, is: 4}", "{at_least: 9, below: 12, is: 4}", "gap", "^- {at_least: 9",
              where="trainings = 12"),
        fault("gap-zero", "{at_most: 2", "{at_least: 1, at_most: 2", "gap", "^- {at_least: 9", where="trainings = 0"),
        fault("gap-between-twice", "{at_least: 3, at_most: 5", "{above: 3, below: 5", "gap", "^- {at_least: 9",
              where="trainings = 3, trainings = 5"),
        fault("overlap-one-number", "{at_least: 3, at_most: 5", "^{at_least: 3, at_most: 6", "overlap",
              where="trainings = 6", first="13"),
        fault("overlap-two-numbers", "{at_most: 2", "^{at_most: 4", "overlap", where="3 ≤ trainings ≤ 4"),
        fault("never-between-numbers", "        - {at_most: 2",
              "        - ^{above: 5, below: 6, is: 2}\n        - {at_most: 2", "never-taken"),
        fault("never-above-max", "{at_least: 9, is: 4}", "^{at_least: 13, is: 4}\n        - {at_least: 9, is: 4}",
              "never-taken"),
        fault("never-half", "{at_least: 9, is: 4}",
              "{at_least: 9, is: 4}\n        - ^{at_least: 8.5, below: 9, is: 3.5}", "never-taken"),
        fault("max-too-small", "max: 12", "max: 8", "never-taken", "^{at_least: 9", also="full-unreachable"),
        fault("wrong-direction", "at_most: 8, is: 3", "at_most: 8, is: 1", "wrong-direction", "^of: trainings",
              low="3", at_low="2", at_high="1"),
        fault("full-short", "is: 4}", "is: 3.5}", "full-unreachable", "^trained:", points="4", high="3.5"),
        fault("cliff-is-none-for-counts", "is: 3}", "is: 4}\n        - ^{at_least: 6, at_most: 8, is: 3}", "masked",
              first="13"),
    ),
)  # fmt: skip

_REPORTED = Twin(
    "reported",
    """ruleset: reported
source: 通知第五条
points: 3
figures:
  reported: {name: 报送日期, type: date, min: 2024-01-01, max: 2024-12-31, better: lower}
indicators:
  punctual:
    points: 3
    rules:
      of: reported
      bands:
        - {at_most: 2024-03-10, is: 3}
        - {at_least: 2024-03-11, at_most: 2024-03-31, is: 2}
        - {at_least: 2024-04-01, at_most: 2024-04-30, is: 1}
        - {at_least: 2024-05-01, is: 0}
""",
    (
        fault("gap-day", "{at_least: 2024-03-11", "{at_least: 2024-03-12", "gap", "^- {at_most: 2024-03-10",
              where="reported = 2024-03-11", example="reported = 2024-03-11"),
        fault("gap-last-of-month", "at_most: 2024-03-31", "below: 2024-03-31", "gap", "^- {at_most: 2024-03-10",
              where="reported = 2024-03-31"),
        fault("gap-days", "at_most: 2024-04-30", "at_most: 2024-04-28", "gap", "^- {at_most: 2024-03-10",
              where="2024-04-29 ≤ reported ≤ 2024-04-30"),
        fault("gap-year", "{at_least: 2024-05-01, is: 0}", "{at_least: 2024-05-01, at_most: 2024-11-30, is: 0}", "gap",
              "^- {at_most: 2024-03-10", where="2024-12-01 ≤ reported ≤ 2024-12-31"),
        fault("gap-before", "{at_most: 2024-03-10", "{at_least: 2024-01-02, at_most: 2024-03-10", "gap",
              "^- {at_least: 2024-01-02", where="reported = 2024-01-01"),
        fault("overlap-day", "{at_least: 2024-04-01", "^{at_least: 2024-03-31", "overlap",
              where="reported = 2024-03-31", first="13"),
        fault("overlap-month", "{at_least: 2024-05-01", "^{at_least: 2024-04-16", "overlap",
              where="2024-04-16 ≤ reported ≤ 2024-04-30", first="14"),
        fault("masked", "{at_most: 2024-03-10", "{at_most: 2024-03-31", "masked", "^{at_least: 2024-03-11",
              also="cliff", first="12"),
        fault("never-next-year", "{at_least: 2024-05-01, is: 0}",
              "{at_least: 2024-05-01, is: 0}\n        - ^{at_least: 2025-01-01, is: 0}", "never-taken"),
        fault("never-last-year", "{at_most: 2024-03-10", "^{below: 2024-01-01, is: 3}\n        - {at_most: 2024-03-10",
              "never-taken"),
        fault("wrong-direction", "2024-03-31, is: 2}", "2024-03-31, is: 0.5}", "wrong-direction", "^of: reported",
              also="cliff", at_low="0.5", at_high="1"),
        fault("full-short", "2024-03-10, is: 3}", "2024-03-10, is: 2.5}", "full-unreachable", "^punctual:", points="3",
              high="2.5"),
    ),
)  # fmt: skip

_COMPLETION = Twin(
    "completion",
    """ruleset: completion
source: 附表2 C1.1
points: 8
figures:
  planned:   {name: 计划数, type: count, min: 1}
  completed: {name: 完成数, type: count}
  rate:      {name: 完成率, unit: "%", is: completed / planned, better: higher}
indicators:
  done:
    points: 8
    rules:
      of: rate
      bands:
        - {above: 90%, is: 8}
        - {above: 70%, at_most: 90%, is: 5}
        - {above: 50%, at_most: 70%, is: 2}
        - {at_most: 50%, is: 0}
""",
    (
        fault("gap-point", "at_most: 90%", "below: 90%", "gap", "^- {above: 90%", where="rate = 90%"),
        fault("gap-interval", "{above: 70%", "{above: 75%", "gap", "^- {above: 90%", where="70% < rate ≤ 75%"),
        fault("gap-above-full", "{above: 90%, is: 8}", "{above: 90%, at_most: 100%, is: 8}", "gap", "^- {above: 90%",
              where="rate > 100%"),
        fault("gap-nothing-done", "{at_most: 50%", "{above: 0%, at_most: 50%", "gap", "^- {above: 90%",
              where="rate = 0%"),
        fault("overlap-point", "{above: 50%, at_most: 70%", "^{above: 50%, at_most: 71%", "overlap",
              where="70% < rate ≤ 71%", first="15"),
        fault("overlap-end", "{above: 90%", "{at_least: 90%", "overlap", "^{above: 70%", where="rate = 90%"),
        fault("never-negative", "{at_most: 50%, is: 0}", "{at_most: 50%, is: 0}\n        - ^{below: 0%, is: 0}",
              "never-taken"),
        fault("masked", "{above: 70%, at_most: 90%, is: 5}", "{above: 50%, at_most: 90%, is: 5}", "masked",
              "^{above: 50%, at_most: 70%", also="cliff", first="15"),
        fault("wrong-direction", "is: 5}", "is: 1}", "wrong-direction", "^of: rate\n", also="cliff", at_low="2",
              at_high="1"),
        fault("cliff", "{above: 50%, at_most: 70%, is: 2}", "{above: 50%, at_most: 70%, is: 0}", "cliff",
              "^of: rate\n", where="rate = 70%", before="0", after="5", points="8"),
        fault("full-short", "is: 8}", "is: 7}", "full-unreachable", "^done:", points="8", high="7"),
        fault("zero-short", "is: 0}", "is: 1}", "zero-unreachable", "^done:", points="8", low="1"),
    ),
)  # fmt: skip

TWINS = (_SATISFACTION, _DAYS, _TRAININGS, _REPORTED, _COMPLETION)
