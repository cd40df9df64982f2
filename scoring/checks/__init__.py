"""What ``scoring check`` looks for, one family a module: each says what it found through a `Look`."""
