"""Machine code of a module, by LLVM for the processor at hand."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, NamedTuple

from scoring.columns.jit.module import Module

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scoring.columns.jit.module import Target
    from scoring.columns.jit.sources import Sources
    from scoring.columns.kernel import Kernel


class Machine(NamedTuple):
    """A function of machine code.

    Attributes:
        run: of the first row, the row after the last, pointers, room for a tile, and marks of rows, which are added up
            (`CLOSER`, `DOUBTFUL`); returns the first row of a tile that it could not read, or the row after the last.
        room: bytes that a tile takes.
        marks: whether it marks rows at all.
        engine: what holds the code.
    """

    run: Callable[[int, int, int, int, int], int]
    room: int
    marks: bool
    engine: Any


def key_of(sources: Sources, targets: Sequence[Target]) -> tuple[object, ...]:
    """Return what machine code depends on besides its kernel."""
    read = tuple((each.way, each.low, each.high, each.power) for each in (*sources.arrays, *sources.checked))
    return read, tuple(targets)


def machine(own: Kernel, sources: Sources, targets: Sequence[Target]) -> Machine:
    """Return a kernel as machine code, for columns of such a kind.

    Raises:
        Unsupported: one of its operations or results is none of the processor's.
        ImportError: LLVM is not installed.
    """
    text = Module(own, sources, targets)
    engine = engine_of(text.text())
    kind = ctypes.CFUNCTYPE(ctypes.c_int64, *[ctypes.c_int64] * 2, *[ctypes.c_void_p] * 3)
    return Machine(kind(engine.get_function_address("run")), text.rooms.size, text.marks, engine)


def engine_of(text: str) -> Any:  # noqa: ANN401  # an engine of llvmlite
    """Return what LLVM makes of a module for this processor.

    Raises:
        ImportError: it is not installed.
    """
    from llvmlite import binding  # type: ignore[import-untyped]  # noqa: PLC0415  # an extra brings it; it tells no types

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    module = binding.parse_assembly(text)
    module.verify()
    features = binding.get_host_cpu_features().flatten()
    target = binding.Target.from_default_triple()
    host = target.create_target_machine(cpu=binding.get_host_cpu_name(), features=features, opt=2, jit=True)
    module.triple, module.data_layout = target.triple, str(host.target_data)
    options = binding.create_pipeline_tuning_options(speed_level=2)
    options.loop_vectorization, options.loop_unrolling, options.slp_vectorization = True, False, False
    passes = binding.create_pass_builder(host, options)
    passes.getModulePassManager().run(module, passes)
    engine = binding.create_mcjit_compiler(module, host)
    engine.finalize_object()
    return engine
