"""Answers that came by e-mail or on paper are put where the others are."""
