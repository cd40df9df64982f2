"""Files of millions of rows: read in chunks, scored by worker processes, written whole or not at all."""
