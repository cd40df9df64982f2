"""A kernel as one function of machine code, which goes through its rows tile by tile.

Of every tile the readings come first, each a loop of its own over one column; they put what they read side by side in
lanes so narrow that all of it stays in the cache. Then the operations are done, a segment of them at a time and several
rows at a time where the processor can, and the results kept where they belong. A tile that is not plainly read is not
computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scoring.columns.code import BOOL, FLOAT
from scoring.columns.jit.readings import READINGS, reading
from scoring.columns.jit.segments import Rooms, segments
from scoring.columns.jit.steps import Steps
from scoring.columns.jit.text import SIZES, TYPES, Lines, Unsupported, constant, looped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.columns.jit.segments import Segment
    from scoring.columns.jit.sources import Source, Sources, Way
    from scoring.columns.kernel import Kernel

TILE = 1024
"""Rows of a tile."""

SLOTS = 3
"""Pointers of each input: its memory, where it has a value, what its words mean."""

LONGEST = 20_000
"""Operations of the longest kernel for which there is machine code: to make it takes about a dozen seconds."""

_HEAVY = 12
"""So many operations the division of whole numbers counts for."""

CLOSER, DOUBTFUL = 1, 2
"""Marks of rows: to be looked at more closely, in doubt."""


class Target(NamedTuple):
    """Where a result goes: its lane there, bytes from one element to the next, its place among the results."""

    lane: str
    stride: int
    place: int


class _Array(NamedTuple):
    """An array of a tile.

    Attributes:
        lane: of its elements.
        place: in the room of the tile, else the number of a pointer.
        in_room: whether it is there.
    """

    lane: str
    place: int
    in_room: bool = True


class Module:
    """The text of a module: the readings, the segments of the kernel, and what goes from tile to tile.

    Attributes:
        marks: whether it marks rows at all.
    """

    def __init__(self, own: Kernel, sources: Sources, targets: Sequence[Target]) -> None:
        """Write all functions.

        Raises:
            Unsupported: one of the operations or results is none of the processor's.
        """
        size = sum(_HEAVY if each.op == "floor_divide" else 1 for each in own.steps)
        if size > LONGEST or any(each.lane not in SIZES for each in targets):
            raise Unsupported(targets)
        self.own, self.sources, self.targets = own, sources, targets
        self.read = (*sources.arrays, *sources.checked)
        self.declared: set[str] = set()
        self.functions: list[str] = []
        self.readings: dict[Way, str] = {}
        self.rooms = Rooms(TILE)
        self.marks = {own.codes[own.bad], own.codes[own.doubtful]} != {"False"}
        self.arrays: dict[str, _Array] = {}
        self.constants: dict[str, str] = {}
        tiles = Lines()
        self.pointers = self._pointers(tiles)
        before = len(tiles.lines)
        good = self._readings(tiles)
        middle = len(tiles.lines)
        self._segments(tiles)
        self.functions.append(_tiles(tiles.lines[:before], tiles.lines[before:middle], good, tiles.lines[middle:]))

    def text(self) -> str:
        """Return the module."""
        return "\n".join([*sorted(self.declared), *self.functions])

    def _pointers(self, lines: Lines) -> dict[int, str]:
        """Return what is loaded once: where everything is."""
        slots = [place * SLOTS + slot for place, each in enumerate(self.read) for slot in _slots(each)]
        first = len(self.read) * SLOTS
        return {slot: lines.let(f"load ptr, ptr {lines.let(f'getelementptr ptr, ptr %table, i64 {slot}')}")
                for slot in (*slots, *range(first, first + len(self.targets)))}  # fmt: skip

    # --- readings -----------------------------------------------------------------------------------------------

    def _readings(self, lines: Lines) -> str:
        """Read all inputs; return whether all of them are plain."""
        good = []
        lanes = [*self.own.lanes.values()]
        for place, source in enumerate(self.read):
            way, name = source.way, f"v{place}"
            if way.kind == "fixed":
                self.constants[name] = str(source.low)
            elif way.kind not in READINGS:
                self.arrays[name] = _Array(lanes[place], place * SLOTS, in_room=False)
            else:
                room = "null"
                if way.into is not None:
                    self.arrays[name] = array = _Array(way.into, self.rooms.take(way.into))
                    room = self._here(lines, array)
                here = lines.moved(self.pointers[place * SLOTS], "%start", way.stride)
                there = lines.moved(self.pointers[place * SLOTS + 1], "%start", 1) if way.gaps else "null"
                given = [*(f"ptr {each}" for each in (here, there, room)),
                         *_given(source, self.pointers.get(place * SLOTS + 2, ""))]  # fmt: skip
                good.append(lines.let(f"call i1 @{self._reading(way)}(i64 %n, {', '.join(given)})"))
        return lines.all_of(good)

    def _reading(self, way: Way) -> str:
        """Return the function of a reading."""
        if way in self.readings:
            return self.readings[way]
        name = self.readings[way] = f"read{len(self.readings)}"
        text, declared = reading(name, way)
        self.functions.append(text)
        self.declared |= declared
        return name

    # --- segments -----------------------------------------------------------------------------------------------

    def _segments(self, tiles: Lines) -> None:
        """Write the segments, and call one after the other."""
        own = self.own
        self.constants.update((each.name, each.operands[0]) for each in own.steps if each.op == "filled")
        steps = [each for each in own.steps if each.op != "filled"]
        for step in steps:
            if step.lane not in TYPES:
                raise Unsupported(step.lane)
        inputs = {name: each.lane for name, each in self.arrays.items()}
        parts = segments(steps, inputs)
        last = {name: number for number, part in enumerate(parts) for step in part for name in step.operands}
        ends = {own.codes[own.bad], own.codes[own.doubtful]} if self.marks else set()
        left = [number for number, each in enumerate(self.targets) if each.stride == SIZES[each.lane]]
        apart = [number for number in range(len(self.targets)) if number not in left]
        codes = [own.codes[each.place] for each in self.targets]
        ends |= {code for number, code in enumerate(codes) if number in apart or code in inputs}
        kept = {**last, **dict.fromkeys(ends, len(parts))}
        for number, part in enumerate(parts):
            made = {step.name for step in part}
            out = [each for each in left if codes[each] in made]
            left = [each for each in left if codes[each] not in made]
            over = [step.name for step in part if kept.get(step.name, -1) > number]
            self._segment(tiles, part, over, out)
            read = [self.arrays[name] for name, until in kept.items() if until == number and name in self.arrays]
            self.rooms.give((each.place, each.lane) for each in read if each.in_room)
        for target in (*left, *apart):
            self._segment(tiles, (), [], [target])
        if self.marks:
            self._segment(tiles, (), [], [], marked=True)

    def _segment(
        self, tiles: Lines, part: Segment, over: Sequence[str], out: Sequence[int], *, marked: bool = False
    ) -> None:
        """Write a segment and call it.

        Args:
            tiles: where it is called.
            part: its operations.
            over: what later ones read.
            out: the numbers of the targets of which it keeps the results.
            marked: whether it marks rows.
        """
        lines = Lines()
        steps = Steps(lines, self.constants)
        given: dict[str, str] = {}
        codes = [each for step in part for each in step.operands]
        codes += [self.own.codes[self.targets[each].place] for each in out]
        codes += [self.own.codes[self.own.bad], self.own.codes[self.own.doubtful]] if marked else []
        made = {step.name for step in part}
        for name in dict.fromkeys(codes):
            if name in self.arrays and name not in made:
                array = self.arrays[name]
                given[f"%a{len(given)}"] = self._here(tiles, array)
                pointer = f"%a{len(given) - 1}"
                is_truth = array.lane == BOOL
                value = lines.truth(pointer) if is_truth else lines.load(array.lane, pointer, "%i", SIZES[array.lane])
                steps.know(name, array.lane, value)
        for step in part:
            steps.write(step)
        for name in over:
            lane = steps.lanes[name]
            self.arrays[name] = array = _Array(lane, self.rooms.take(lane))
            pointer = f"%a{len(given)}"
            given[pointer] = self._here(tiles, array)
            value = steps.cast(steps.values[name], lane, "i1" if lane == BOOL else lane)
            lines.store(lane, value, pointer, "%i", SIZES[lane])
        for each in out:
            target = self.targets[each]
            pointer = f"%a{len(given)}"
            given[pointer] = tiles.moved(self.pointers[len(self.read) * SLOTS + each], "%start", target.stride)
            lines.store(target.lane, self._result(steps, target), pointer, "%i", target.stride)
        if marked:
            given["%marks"] = tiles.moved("%marks", tiles.let("sub i64 %start, %first"), 1)
            lines.store("i1", self._mark(steps), "%marks", "%i", 1)
        name = f"part{len(self.functions)}"
        self.functions.append(looped(name, [f"ptr noalias {each}" for each in given], lines, "true"))
        self.declared |= lines.declared
        tiles.let(f"call i1 @{name}(i64 %n, {', '.join(f'ptr {each}' for each in given.values())})")

    def _here(self, tiles: Lines, array: _Array) -> str:
        """Return where an array of a tile is."""
        if array.in_room:
            return tiles.let(f"getelementptr i8, ptr %room, i64 {array.place}")
        return tiles.moved(self.pointers[array.place], "%start", SIZES[array.lane])

    def _mark(self, steps: Steps) -> str:
        """Return the marks of a row."""
        own, found = self.own, []
        for place, bit in ((own.bad, CLOSER), (own.doubtful, DOUBTFUL)):
            if own.codes[place] != "False":
                found.append(steps.lines.let(f"select i1 {steps.read(own.codes[place], BOOL)}, i8 {bit}, i8 0"))
        return found[0] if len(found) == 1 else steps.lines.let(f"or i8 {', '.join(found)}")

    def _result(self, steps: Steps, target: Target) -> str:
        code = self.own.codes[target.place]
        if code not in steps.values:
            return constant(self.constants.get(code, code), "i8" if target.lane == BOOL else target.lane)
        lane = steps.lanes[code]
        if lane == FLOAT or (lane != BOOL and target.lane == BOOL):
            raise Unsupported(lane)
        return steps.cast(steps.values[code], lane, "i1" if target.lane == BOOL else target.lane)


def _tiles(once: Sequence[str], read: Sequence[str], good: str, work: Sequence[str]) -> str:
    """Return the function that goes from tile to tile."""
    return "\n".join([
        "define i64 @run(i64 %first, i64 %end, ptr %table, ptr %room, ptr %marks) {",
        "entry:",
        *once,
        "  br label %tile",
        "tile:",
        "  %start = phi i64 [%first, %entry], [%next, %work]",
        "  %left = sub i64 %end, %start",
        f"  %whole = icmp ugt i64 %left, {TILE}",
        f"  %n = select i1 %whole, i64 {TILE}, i64 %left",
        *read,
        f"  br i1 {good}, label %work, label %stop",
        "work:",
        *work,
        "  %next = add i64 %start, %n",
        "  %more = icmp ult i64 %next, %end",
        "  br i1 %more, label %tile, label %over",
        "over:",
        "  ret i64 %end",
        "stop:",
        "  ret i64 %start",
        "}",
    ])  # fmt: skip


def _slots(source: Source) -> tuple[int, ...]:
    """Return which pointers of an input are read."""
    way = source.way
    if way.kind == "fixed":
        return ()
    return (0, *((1,) if way.gaps else ()), *((2,) if way.kind == "word" else ()))


def _given(source: Source, table: str) -> list[str]:
    """Return what a reading is given besides memory."""
    way, low, high = source.way, source.low, source.high
    filler = []
    if way.gaps and way.into is not None:
        value = 0 if way.kind == "word" else min(max(0, low), high)
        filler.append(f"{TYPES[way.into]} {value}")
    if way.kind == "word":
        return [f"ptr {table}", f"{TYPES[way.lane]} {high}", *filler]
    numbers = [source.power, low, high] if way.kind == "float" else [low, high]
    return [*(f"{TYPES[way.lane]} {constant(str(each), way.lane)}" for each in numbers), *filler]
