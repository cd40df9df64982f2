"""Many rows at a time, exact to the last digit: the graph as NumPy code over blocks; what is odd, one by one."""
