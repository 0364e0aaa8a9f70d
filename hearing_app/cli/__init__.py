"""`samrad`: the use cases from a terminal."""
