"""Equal nodes are one object, in any number of threads and however often they come and go."""

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

from scoring import graph as g
from scoring.interning import Interned


class Thing:
    """Something that can be kept."""


def test_a_thing_is_one_for_its_key_while_somebody_needs_it() -> None:
    things: Interned[Thing] = Interned()
    first = Thing()
    assert things.keep(("a",), first) is first
    assert things.keep(("a",), Thing()) is first
    del first
    other = Thing()
    assert things.keep(("a",), other) is other


def test_keys_of_what_is_gone_do_not_pile_up() -> None:
    things: Interned[Thing] = Interned()
    kept = [things.keep(("kept", number), Thing()) for number in range(100)]
    for number in range(50_000):
        things.keep((number,), Thing())
    assert len(things.found) <= 10_001
    assert [things.keep(("kept", number), Thing()) for number in range(100)] == kept


def test_equal_nodes_are_one_object_in_all_threads() -> None:
    x = g.input_("x")

    def make(seed: int) -> list[g.Node]:
        made = []
        for number in range(3000):
            node = g.rounded(x * g.const(Fraction(number % 7 + 2)), "half_up", Fraction(1, 10 ** (number % 3 + 1)))
            assert node is g.rounded(x * g.const(number % 7 + 2), "half_up", Fraction(1, 10 ** (number % 3 + 1)))
            made.append(node)
            if number % (seed % 5 + 2) == 0:
                made.clear()
        return made

    with ThreadPoolExecutor(8) as pool:
        for _ in pool.map(make, range(16)):
            pass
