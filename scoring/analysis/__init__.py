"""What a program does for every input at once: pieces of one variable, boxes of several, ranges, directions.

Nothing here knows rule kinds: it reads the graph. What is said to hold for every case is proved; what could not be
proved is said to be so.
"""
