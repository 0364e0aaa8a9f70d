"""What the law withholds, and the gate that looks through all that would go out."""
