"""What an address means, wherever it is asked from."""

import pytest

from scoring.addresses import Addresses, Ambiguous, Entry, Found

RULESET = Addresses(
    [
        Entry("figure", "received", names=("到位资金（万元）", "Funds received")),
        Entry("figure", "funds"),
        Entry("figure", "actual"),
        Entry("node", "process", "B", ("过程", "Process")),
        Entry("node", "process.funds", "B1", ("资金管理",)),
        Entry("node", "process.funds.compliance", "B1.3", ("资金使用合规性",)),
        Entry("node", "process.funds.compliance.law", names=("符合法规制度",)),
        Entry("node", "process.works", "B2", ("项目管理",)),
        Entry("node", "process.works.compliance", "B2.1", ("合规性",)),
        Entry("node", "process.works.compliance.law", names=("符合法规制度",)),
        Entry("node", "process.works.process"),
        Entry("node", "output", "C", ("产出",)),
        Entry("node", "output.受训人次", "C1"),
        Entry("figure", "output.受训人次.actual"),
        Entry("figure", "output.修缮校舍.actual"),
        Entry("node", ("output", "修缮校舍"), "C2"),
        Entry("node", ("output", "修缮校舍"), "C2"),
    ]
)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("process.funds.compliance", "process.funds.compliance"),
        ("funds.compliance", "process.funds.compliance"),
        ("B1.3", "process.funds.compliance"),
        ("资金使用合规性", "process.funds.compliance"),
        ("Process", "process"),
        ("works.process", "process.works.process"),
        ("修缮校舍", "output.修缮校舍"),
        ("C2", "output.修缮校舍"),
    ],
)
def test_a_node_has_many_addresses(text: str, path: str) -> None:
    assert RULESET.find(text) == Found(path, "node")


def test_a_full_path_means_itself_though_it_is_also_a_tail() -> None:
    assert RULESET.find("process") == Found("process", "node")
    assert RULESET.find("process", "process.works") == Found("process.works.process", "node")
    assert RULESET.find("actual", first="figure") == Found("actual", "figure")


def test_two_places_are_named() -> None:
    both = Ambiguous(("process.funds.compliance.law", "process.works.compliance.law"))
    assert RULESET.find("law") == both
    assert RULESET.find("compliance.law") == both
    assert RULESET.find("符合法规制度") == both
    assert RULESET.find("law", "output.受训人次") == both
    assert RULESET.find("works.compliance.law") == Found("process.works.compliance.law", "node")


@pytest.mark.parametrize(
    ("home", "path"),
    [
        ("process.funds", "process.funds.compliance.law"),
        ("process.works.compliance", "process.works.compliance.law"),
        ("process.works.compliance.law", "process.works.compliance.law"),
        ("process.works.process", "process.works.compliance.law"),
    ],
)
def test_the_nearest_place_wins_from_the_asking_node_outwards(home: str, path: str) -> None:
    assert RULESET.find("law", home) == Found(path, "node")


def test_two_places_at_one_level_are_an_error_even_if_one_is_higher() -> None:
    tree = Addresses([Entry("node", "x"), Entry("node", "x.a"), Entry("node", "x.g"), Entry("node", "x.g.a")])
    assert tree.find("a", "x.q") == Ambiguous(("x.a", "x.g.a"))
    assert tree.find("x.a", "x.q") == Found("x.a", "node")
    assert tree.find("a", "x.g") == Found("x.g.a", "node")


def test_an_id_comes_below_its_own_node_before_beside_it() -> None:
    tree = Addresses([Entry("node", "a.b"), Entry("node", "a.b.b")])
    assert tree.find("b", "a.b") == Found("a.b.b", "node")


def test_a_name_of_both_kinds_is_the_nodes_unless_figures_come_first() -> None:
    assert RULESET.find("funds") == Found("process.funds", "node")
    assert RULESET.find("funds", first="figure") == Found("funds", "figure")
    assert RULESET.find("B1", first="figure") == Found("process.funds", "node")
    assert RULESET.find("received") == Found("received", "figure")


def test_a_local_figure_is_nearer_than_a_global_one() -> None:
    assert RULESET.find("actual", "output.受训人次", first="figure") == Found("output.受训人次.actual", "figure")
    assert RULESET.find("受训人次.actual") == Found("output.受训人次.actual", "figure")


def test_formulas_read_ids_only() -> None:
    assert RULESET.find("B1.3", ids_only=True) is None
    assert RULESET.find("过程", ids_only=True) is None
    assert RULESET.find("funds.compliance", ids_only=True) == Found("process.funds.compliance", "node")


def test_printed_names_fold_and_ids_and_codes_do_not() -> None:
    assert RULESET.find("到位资金(万元)") == Found("received", "figure")
    assert RULESET.find("到位资金（万元）") == Found("received", "figure")
    assert RULESET.find("ｒｅｃｅｉｖｅｄ") is None
    assert RULESET.find("Ｂ1.3") is None
    assert RULESET.near("ｒｅｃｅｉｖｅｄ") == "received"
    assert RULESET.near("Ｂ1.3") == "B1.3"


def test_an_unknown_address_has_a_near_one() -> None:
    assert RULESET.find("complience") is None
    assert RULESET.near("complience") == "compliance"
    assert RULESET.near("资金管里") == "资金管理"
    assert RULESET.near("zzzz") is None
    assert RULESET.find("") is None


def test_nothing_is_found_among_nothing() -> None:
    assert Addresses([]).find("a", "b.c") is None
    assert Addresses([]).near("a") is None
