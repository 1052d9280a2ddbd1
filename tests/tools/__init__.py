"""The project's own tools do what they say, and notice what they are there to notice."""
