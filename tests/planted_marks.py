"""Twins with findings, marks, checklists, bonus and penalty items; and amounts that are too much or too little."""

from planted_parts import Twin, fault

_APPROVAL = Twin(
    "approval",
    """ruleset: approval
source: 附表1 B1.3
points: 6
without_findings: keep
indicators:
  compliance:
    points: 6
    criteria:
      law:
        points: 1
        rules: {lose_all: findings > 0}
      approval:
        points: 2
        rules: {deduct: 0.5, per: finding}
      diversion:
        points: 3
        rules:
          - {deduct: 1, per: finding, when: amount <= 500}
          - {deduct: 1.5, per: finding, when: amount > 500}
""",
    (
        fault("no-source", "ruleset: approval\nsource: 附表1 B1.3\n", "^ruleset: approval\n", "no-source", count="4"),
        fault("source-of-one",
              "ruleset: approval\nsource: 附表1 B1.3\npoints: 6\nwithout_findings: keep\nindicators:\n"
              "  compliance:\n    points: 6\n    criteria:\n      law:\n        points: 1\n",
              "^ruleset: approval\npoints: 6\nwithout_findings: keep\nindicators:\n  compliance:\n"
              "    points: 6\n    criteria:\n      law:\n        source: ①\n        points: 1\n", "no-source",
              count="3"),
        fault("never-below-none", "findings > 0", "^findings < 0", "never-holds"),
        fault("never-between", "findings > 0", "^findings > 0 and findings < 1", "never-holds"),
        fault("always-none", "findings > 0", "^findings >= 0", "always-holds"),
        fault("at-once", "deduct: 0.5, per: finding", "deduct: 2, per: finding", "exhausts-at-once",
              "approval:\n        points: 2\n        rules: ^{", each="2", points="2"),
        fault("more-at-once", "deduct: 0.5, per: finding", "deduct: 2.5, per: finding", "exhausts-at-once",
              "approval:\n        points: 2\n        rules: ^{", each="2.5", points="2"),
        fault("once-only", "deduct: 0.5, per: finding", "deduct: 0.5, when: findings > 0", "cannot-exhaust",
              "rules: ^{deduct: 0.5", points="2", low="1.5"),
        fault("up-to", "deduct: 0.5, per: finding", "deduct: 0.5, per: finding, up_to: 1", "cannot-exhaust",
              "rules: ^{deduct: 0.5", points="2", low="1"),
        fault("points-mismatch", "        points: 3\n", "        points: 2\n", "points-mismatch",
              "compliance:\n    points: ^6", sum="5", points="6"),
        fault("points-mismatch-more", "        points: 1\n", "        points: 1.5\n", "points-mismatch",
              "compliance:\n    points: ^6", sum="6.5"),
        fault("all-of-one", "deduct: 1.5, per: finding, when: amount > 500",
              "deduct: 3, per: finding, when: amount > 500", "exhausts-at-once", "- ^{deduct: 3, per", each="3",
              points="3"),
    ),
)  # fmt: skip

_JUDGED = Twin(
    "judged",
    """ruleset: judged
source: 附表1 B2
points: 10
without_findings: left out
figures:
  replied: {name: 答复情况, words: [all, some, none]}
  late:    {name: 迟报天数, type: count, max: 60}
  errors:  {name: 差错数, type: count, max: 60}
indicators:
  answers:
    points: 4
    rules:
      of: replied
      by: {all: 4, some: 0..3, none: 0}
  quality:
    points: 3
    rules: {judge: 0..3}
  punctual:
    points: 3
    start: full
    rules:
      - {deduct: 0.2..1, when: late > 0}
      - {deduct: 2, when: errors > 30}
""",
    (
        fault("no-range", "{judge: 0..3}", "^judge", "judge-without-range"),
        fault("no-range-key", "{judge: 0..3}", "^{judge: }", "judge-without-range"),
        fault("range-short", "{judge: 0..3}", "{judge: 0..2}", "full-unreachable", "^quality:", points="3", high="2"),
        fault("range-low", "{judge: 0..3}", "{judge: 1..3}", "zero-unreachable", "^quality:", points="3", low="1"),
        fault("range-beyond", "{judge: 0..3}", "^{judge: 0..4}", "score-outside"),
        fault("range-open", "{judge: 0..3}", "{judge: 0..<3}", "full-unreachable", "^quality:", points="3", high="3"),
        fault("word-range-beyond", "some: 0..3", "some: 0..5", "score-outside", "^of: replied"),
        fault("word-range-only", "all: 4, some: 0..3", "all: 3, some: 0..3", "full-unreachable", "^answers:",
              points="4", high="3"),
        fault("word-range-low", "some: 0..3, none: 0", "some: 1..3, none: 0.5", "zero-unreachable", "^answers:",
              low="0.5"),
        fault("never-errors", "errors > 30", "^errors > 60", "never-holds", also="cannot-exhaust"),
        fault("never-negative", "late > 0}", "^late < 0}", "never-holds", also="cannot-exhaust"),
        fault("always-late", "late > 0}", "^late >= 0}", "always-holds", also="full-unreachable"),
        fault("judged-small", "{deduct: 2, when", "^{deduct: 1, when", "cannot-exhaust", points="3", low="1"),
        fault("judged-all", "{deduct: 2, when", "^{deduct: 4, when", "exhausts-at-once", each="4", points="3"),
    ),
)  # fmt: skip

_CHECKLIST = Twin(
    "checklist",
    """ruleset: checklist
source: 内部考核制度表
points: 10
figures:
  system:  {name: 有制度, type: flag}
  record:  {name: 考核记录, words: [full, partial, none]}
  courses: {name: 培训课时, type: count, max: 40}
indicators:
  books:
    points: 10
    rules:
      - {award: 4, when: system}
      - {award: 3, when: record == 'full'}
      - {award: 3, when: courses >= 24}
""",
    (
        fault("short", "{award: 4", "{award: 3", "full-unreachable", "^books:", kind="boxes", points="10", high="9"),
        fault("start-high", "    points: 10\n    rules:", "    points: 10\n    start: 2\n    rules:",
              "zero-unreachable", "^books:", kind="boxes", points="10", low="2"),
        fault("never-courses", "courses >= 24", "^courses > 40", "never-holds", also="full-unreachable", kind="boxes"),
        fault("always-courses", "courses >= 24", "^courses >= 0", "always-holds", also="zero-unreachable",
              kind="boxes"),
        fault("never-two-words", "record == 'full'", "^record == 'full' and record == 'partial'", "never-holds",
              also="full-unreachable", kind="boxes"),
        fault("always-not-two", "record == 'full'", "^record != 'full' or record != 'none'", "always-holds",
              also="zero-unreachable", kind="boxes"),
        fault("never-flag", "when: system", "when: ^system and not system", "never-holds", also="full-unreachable",
              kind="boxes"),
        fault("always-flag", "when: system", "when: ^system or not system", "always-holds", also="zero-unreachable",
              kind="boxes"),
        fault("never-empty-interval", "courses >= 24", "^courses > 24 and courses < 25", "never-holds",
              also="full-unreachable", kind="boxes"),
        fault("never-empty-chain", "courses >= 24", "^24 < courses <= 20", "never-holds", also="full-unreachable",
              kind="boxes"),
        fault("exclusive", "courses >= 24", "record == 'none' and courses >= 24", "full-unreachable", "^books:",
              kind="boxes", points="10", high="7"),
        fault("unused-figure", "courses >= 24", "record != 'none'", "unused-figure", "^courses:", kind="boxes",
              name="courses"),
    ),
)  # fmt: skip

_EXTRAS = Twin(
    "extras",
    """ruleset: extras
source: 责任书 加减分
points: 10
figures:
  satisfied:  {name: 满意度, unit: "%", min: 0%, max: 100%}
  honours:    {name: 表彰次数, type: count}
  accidents:  {name: 事故起数, type: count}
indicators:
  people:
    points: 10
    rules: {ratio: satisfied, to: 90%}
  honoured:
    points: 3
    bonus: true
    rules: {award: 1, per: 1, of: honours, up_to: 3}
  accident:
    points: 5
    penalty: true
    rules: {deduct: 2, per: 1, of: accidents}
""",
    (
        fault("bonus-short", "up_to: 3", "up_to: 2", "full-unreachable", "^honoured:", points="3", high="2"),
        fault("bonus-limited", "honours:    {name: 表彰次数, type: count}",
              "honours:    {name: 表彰次数, type: count, max: 2}", "full-unreachable", "^honoured:", points="3",
              high="2"),
        fault("penalty-at-once", "deduct: 2", "deduct: 5", "exhausts-at-once", "rules: ^{deduct", each="5", points="5"),
        fault("unused", "    rules: {award: 1, per: 1, of: honours, up_to: 3}",
              "    rules: {award: 1, per: 1, of: accidents, up_to: 3}", "unused-figure", "^honours:", name="honours"),
        fault("mismatch", "  people:\n    points: 10", "  people:\n    points: 8", "points-mismatch",
              "points: ^10\nfigures", points="10", sum="8"),
        fault("bonus-in-the-sum", "    points: 3\n    bonus: true\n", "    points: 3\n", "points-mismatch",
              "points: ^10\nfigures", points="10", sum="13"),
    ),
)  # fmt: skip

TWINS = (_APPROVAL, _JUDGED, _CHECKLIST, _EXTRAS)
