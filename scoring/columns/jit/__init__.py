"""Kernels as machine code, by LLVM (extra ``fast``): the same operations, with nothing between them."""
