"""Places that are booked: the health package at a clinic, a seat on a journey."""
