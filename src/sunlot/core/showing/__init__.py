"""Everything that a repository knows about one target, one person or one draw, as values without words."""
