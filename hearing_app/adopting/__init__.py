"""Bodies tell what they made of a decision."""
