"""Twins with decision tables of one to four figures, and tables by words that have an order or are derived."""

from planted_parts import Twin, fault

_FILES = Twin(
    "files",
    """ruleset: files
source: 档案管理办法第十二条
points: 6
figures:
  missing: {name: 缺件数, type: count, max: 40}
  serious: {name: 有重大缺陷, type: flag}
indicators:
  complete:
    points: 6
    rules:
      hit: first
      rows:
        - {when: serious, is: 0}
        - {when: missing > 3, is: 2}
        - {when: missing > 0, is: 4}
        - {is: 6}
""",
    (
        fault("gap-rest", "        - {is: 6}\n", "", "gap", "^- {when: serious, is: 0}", kind="boxes",
              also="full-unreachable", example="serious = false, missing = 0"),
        fault("gap-condition", "{is: 6}", "{when: missing < 0, is: 6}", "gap", "^- {when: serious, is: 0}",
              kind="boxes", also="never-taken full-unreachable"),
        fault("masked-swapped", "{when: missing > 3, is: 2}\n        - {when: missing > 0, is: 4}",
              "{when: missing > 0, is: 4}\n        - {when: ^missing > 3, is: 2}", "masked", kind="boxes", first="14"),
        fault("masked-same", "missing > 3, is: 2}\n        - {when: missing > 0,",
              "missing > 0, is: 2}\n        - {when: ^missing > 0,", "masked", kind="boxes", first="14"),
        fault("masked-part", "        - {is: 6}",
              "        - {when: ^serious and missing > 2, is: 1}\n        - {is: 6}", "masked", kind="boxes"),
        fault("never-contradiction", "missing > 3,", "^missing > 3 and missing < 2,", "never-taken", kind="boxes"),
        fault("never-beyond-max", "missing > 3,", "^missing > 40,", "never-taken", kind="boxes"),
        fault("never-negative", "missing > 0,", "^missing < 0,", "never-taken", kind="boxes"),
        fault("never-between", "missing > 3,", "^3 < missing < 4,", "never-taken", kind="boxes"),
        fault("never-flag", "{when: serious,", "{when: ^serious and not serious,", "never-taken", kind="boxes",
              also="zero-unreachable"),
        fault("else-unused-at-least-none", "missing > 0,", "missing >= 0,", "else-unused", "- ^{is: 6}", kind="boxes",
              also="full-unreachable"),
        fault("else-unused-two-sides", "missing > 0,", "missing > 0 or missing < 1,", "else-unused", "- ^{is: 6}",
              kind="boxes", also="full-unreachable"),
        fault("else-unused-flag", "{when: serious,", "{when: serious or not serious,", "else-unused", "- ^{is: 6}",
              kind="boxes", also="full-unreachable masked"),
        fault("full-short", "{is: 6}", "{is: 5}", "full-unreachable", "^complete:", kind="boxes", points="6", high="5"),
        fault("zero-short", "serious, is: 0", "serious, is: 1", "zero-unreachable", "^complete:", kind="boxes",
              low="1"),
        fault("outside", "{is: 6}", "{is: 7}", "score-outside", "^hit: first", kind="boxes", score="7"),
    ),
)  # fmt: skip

_ROADS = Twin(
    "roads",
    """ruleset: roads
source: 农村公路考核表 三
points: 5
figures:
  kind: {name: 道路类别, words: [trunk, county, village]}
  km:   {name: 里程, unit: km, min: 0}
indicators:
  care:
    points: 5
    rules:
      hit: unique
      rows:
        - {when: kind == 'trunk' and km >= 50, is: 5}
        - {when: kind == 'trunk' and km < 50, is: 4}
        - {when: kind == 'county' and km >= 30, is: 3}
        - {when: kind == 'county' and km < 30, is: 2}
        - {when: kind == 'village', is: 0}
""",
    (
        fault("gap-point", "km >= 50", "km > 50", "gap", "^- {when: kind == 'trunk' and km > 50", kind="boxes",
              where="kind = trunk, km = 50", example="kind = trunk, km = 50"),
        fault("gap-interval", "km < 30", "km < 25", "gap", "^- {when: kind == 'trunk' and km >= 50", kind="boxes",
              where="kind = county, 25 ≤ km < 30"),
        fault("gap-one-word", "        - {when: kind == 'village', is: 0}\n", "", "gap",
              "^- {when: kind == 'trunk' and km >= 50", kind="boxes", where="kind = village", also="zero-unreachable"),
        fault("gap-one-word-short", "        - {when: kind == 'county' and km < 30, is: 2}\n", "", "gap",
              "^- {when: kind == 'trunk' and km >= 50", kind="boxes", where="kind = county, 0 ≤ km < 30"),
        fault("gap-one-word-long", "        - {when: kind == 'trunk' and km >= 50, is: 5}\n", "", "gap",
              "^- {when: kind == 'trunk' and km < 50", kind="boxes", where="kind = trunk, km ≥ 50",
              also="full-unreachable"),
        fault("gap-village-without-roads", "kind == 'village'", "kind == 'village' and km > 0", "gap",
              "^- {when: kind == 'trunk' and km >= 50", kind="boxes", where="kind = village, km = 0"),
        fault("overlap-point", "'trunk' and km < 50", "'trunk' and km <= 50", "overlap",
              "^kind == 'trunk' and km <= 50", kind="boxes", where="kind = trunk, km = 50", first="13"),
        fault("overlap-interval", "'county' and km < 30", "'county' and km < 35", "overlap",
              "^kind == 'county' and km < 35", kind="boxes", where="kind = county, 30 ≤ km < 35", first="15"),
        fault("overlap-two-words", "kind == 'village'", "^kind == 'village' or kind == 'county'", "overlap",
              kind="boxes", where="kind = county", first="15 16"),
        fault("overlap-not", "kind == 'village'", "^kind != 'trunk'", "overlap", kind="boxes", first="15 16"),
        fault("overlap-two-of-three", "kind == 'trunk' and km < 50", "km < 20", "overlap",
              "^kind == 'county' and km < 30", kind="boxes", where="kind = county, 0 ≤ km < 20", first="14",
              also="overlap gap"),
        fault("never-two-words", "        - {when: kind == 'village', is: 0}",
              "        - {when: kind == 'village', is: 0}\n"
              "        - {when: ^kind == 'county' and kind == 'village', is: 1}", "never-taken", kind="boxes"),
        fault("never-negative", "        - {when: kind == 'village', is: 0}",
              "        - {when: kind == 'village', is: 0}\n        - {when: ^kind == 'trunk' and km < 0, is: 1}",
              "never-taken", kind="boxes"),
        fault("never-short", "min: 0", "min: 50", "never-taken", "^kind == 'trunk' and km < 50", kind="boxes",
              also="never-taken"),
        fault("never-short-county", "min: 0", "min: 30", "never-taken", "^kind == 'county' and km < 30", kind="boxes"),
        fault("overlap-part", "        - {when: kind == 'village', is: 0}",
              "        - {when: kind == 'village', is: 0}\n        - {when: ^kind == 'village' and km > 9, is: 1}",
              "overlap", kind="boxes", where="kind = village, km > 9", first="17"),
        fault("full-short", "km >= 50, is: 5", "km >= 50, is: 4.8", "full-unreachable", "^care:", kind="boxes",
              points="5", high="4.8"),
        fault("outside", "km >= 30, is: 3", "km >= 30, is: 30", "score-outside", "^hit: unique", kind="boxes",
              also="cliff", score="30"),
        fault("cliff", "km < 50, is: 4", "km < 50, is: 2", "cliff", "^hit: unique", kind="boxes", before="2",
              after="5", points="5"),
    ),
)  # fmt: skip

_BEDS = Twin(
    "beds",
    """ruleset: beds
source: 卫生院标准 2.3
points: 8
figures:
  licensed: {name: 有执业许可证, type: flag}
  beds:     {name: 床位数, type: count, max: 500}
  staff:    {name: 卫技人员, type: count, max: 900}
indicators:
  equipped:
    points: 8
    rules:
      hit: unique
      rows:
        - {when: not licensed, is: 0}
        - {when: licensed and beds < 100 and staff < 50, is: 4}
        - {when: licensed and beds < 100 and staff >= 50, is: 6}
        - {when: licensed and beds >= 100 and staff < 120, is: 6}
        - {when: licensed and beds >= 100 and staff >= 120, is: 8}
""",
    (
        fault("gap-one-number", "beds >= 100 and staff < 120", "beds > 100 and staff < 120", "gap",
              "^- {when: not licensed", kind="boxes", where="licensed = true, beds = 100, 0 ≤ staff ≤ 119"),
        fault("gap-rectangle", "beds < 100 and staff >= 50", "beds < 80 and staff >= 50", "gap",
              "^- {when: not licensed", kind="boxes", where="licensed = true, 80 ≤ beds ≤ 99, 50 ≤ staff ≤ 900"),
        fault("gap-corner", "beds >= 100 and staff >= 120", "beds >= 100 and staff >= 120 and beds < 500", "gap",
              "^- {when: not licensed", kind="boxes", where="licensed = true, beds = 500, 120 ≤ staff ≤ 900"),
        fault("gap-count", "beds < 100 and staff < 50", "beds < 100 and staff < 49", "gap", "^- {when: not licensed",
              kind="boxes", where="licensed = true, 0 ≤ beds ≤ 99, staff = 49"),
        fault("gap-unlicensed", "        - {when: not licensed, is: 0}\n", "", "gap",
              "^- {when: licensed and beds < 100 and staff < 50", kind="boxes", where="licensed = false",
              also="zero-unreachable"),
        fault("overlap-one-number", "beds < 100 and staff >= 50", "beds <= 100 and staff >= 50", "overlap",
              "^licensed and beds >= 100 and staff < 120", kind="boxes", also="overlap"),
        fault("overlap-rectangle", "beds >= 100 and staff < 120", "beds >= 90 and staff < 120", "overlap",
              "^licensed and beds >= 90 and staff < 120", kind="boxes"),
        fault("overlap-flag", "not licensed", "not licensed or beds < 10", "overlap",
              "^licensed and beds < 100 and staff < 50", kind="boxes", also="overlap", first="14"),
        fault("never-flag", "not licensed, is: 0}",
              "not licensed, is: 0}\n        - {when: ^licensed and staff > 900, is: 5}", "never-taken", kind="boxes"),
        fault("never-crossed", "not licensed, is: 0}",
              "not licensed, is: 0}\n        - {when: ^beds < 20 and licensed and beds > 30, is: 5}", "never-taken",
              kind="boxes"),
        fault("never-by-max", "max: 500", "max: 99", "never-taken", "^licensed and beds >= 100 and staff < 120",
              kind="boxes", also="never-taken full-unreachable"),
        fault("full-short", "is: 8}", "is: 7}", "full-unreachable", "^equipped:", kind="boxes", high="7"),
        fault("outside", "staff < 50, is: 4", "staff < 50, is: -4", "score-outside", "^hit: unique", kind="boxes",
              score="-4"),
    ),
)  # fmt: skip

_RISK = Twin(
    "risk",
    """ruleset: risk
source: 信贷评审办法 附件1
points: 10
figures:
  age:     {name: 年龄, type: count, min: 18, max: 75}
  history: {name: 信用记录, words: [good, fair, bad]}
  debt:    {name: 负债率, unit: "%", min: 0%, max: 100%}
  secured: {name: 有抵押, type: flag}
  action:
    name: 处理
    words: [accept, visit, refuse]
    hit: first
    rows:
      - {when: history == 'bad' and not secured, is: refuse}
      - {when: debt > 60% and not secured, is: refuse}
      - {when: history == 'bad' or debt > 40%, is: visit}
      - {when: age < 21 and debt > 20%, is: visit}
      - {is: accept}
indicators:
  credit:
    points: 10
    rules:
      of: action
      by:
        accept: 10
        visit: 6
        refuse: 0
""",
    (
        fault("gap-rest", "      - {is: accept}\n", "", "gap", "^- {when: history == 'bad' and not secured",
              kind="boxes", also="never-taken full-unreachable"),
        fault("gap-old", "{is: accept}", "{when: age < 75, is: accept}", "gap",
              "^- {when: history == 'bad' and not secured", kind="boxes"),
        fault("masked", "{when: age < 21 and debt > 20%", "{when: ^age < 21 and debt > 45%", "masked", kind="boxes"),
        fault("masked-refuse", "{when: history == 'bad' and not secured, is: refuse}",
              "{when: history == 'bad' or not secured, is: refuse}\n"
              "      - {when: ^history == 'bad' and not secured, is: refuse}", "masked", kind="boxes", also="masked",
              first="14"),
        fault("never-young", "{when: age < 21", "{when: ^age < 18", "never-taken", kind="boxes"),
        fault("never-debt", "debt > 60% and not secured", "^debt > 100% and not secured", "never-taken", kind="boxes"),
        fault("else-unused", "age < 21 and debt > 20%", "age < 21 or debt <= 40%", "else-unused", "- ^{is: accept}",
              kind="boxes", also="not-proved"),
        fault("word-never-refuse", "secured, is: refuse}\n      - {when: debt > 60% and not secured, is: refuse}",
              "secured, is: visit}\n      - {when: debt > 60% and not secured, is: visit}", "never-taken",
              "^refuse: 0", kind="boxes", also="zero-unreachable"),
        fault("word-never-accept", "{is: accept}", "{is: visit}", "never-taken", "^accept: 10", kind="boxes",
              also="full-unreachable"),
        fault("full-short", "accept: 10", "accept: 9", "full-unreachable", "^credit:", points="10", high="9",
              kind="boxes"),
        fault("zero-short", "refuse: 0", "refuse: 1", "zero-unreachable", "^credit:", points="10", low="1",
              kind="boxes"),
        fault("outside", "accept: 10", "accept: 100", "score-outside", "^of: action", kind="boxes", score="100"),
    ),
)  # fmt: skip

_RECTIFIED = Twin(
    "rectified",
    """ruleset: rectified
source: 附表1 B2.5
points: 4
figures:
  rectified: {name: 整改情况, words: [all, most, some, none], ordered: true}
indicators:
  correction:
    points: 4
    rules:
      of: rectified
      by:
        all: 4
        most: 3
        some: 1
        none: 0
""",
    (
        fault("worse-pays-more", "most: 3\n        some: 1", "most: 1\n        some: 3", "worse-pays-more",
              "^of: rectified", worse="some", better="most", more="3", less="1"),
        fault("worse-pays-more-last", "none: 0", "none: 2", "worse-pays-more", "^of: rectified",
              also="zero-unreachable", worse="none", better="some", more="2", less="1"),
        fault("worse-order", "[all, most, some, none]", "[none, some, most, all]", "worse-pays-more", "^of: rectified"),
        fault("full-short", "all: 4", "all: 3.5", "full-unreachable", "^correction:", points="4", high="3.5"),
        fault("zero-short", "none: 0", "none: 0.5", "zero-unreachable", "^correction:", points="4", low="0.5"),
        fault("outside", "all: 4", "all: 5", "score-outside", "^of: rectified", score="5", example="rectified = all"),
        fault("entry-missing", "        some: 1\n", "", "by-incomplete", "^all: 4"),
        fault("entry-unknown", "some: 1", "^part: 1", "unknown-word"),
    ),
)  # fmt: skip

TWINS = (_FILES, _ROADS, _BEDS, _RISK, _RECTIFIED)
