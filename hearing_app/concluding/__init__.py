"""What the council gets: the summary, the case paper, and the decision that is made of it."""
