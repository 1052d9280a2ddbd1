"""What is true of places: hours, points, sheets. Plain values in, an answer out."""
