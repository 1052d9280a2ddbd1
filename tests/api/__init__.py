"""The API as strangers meet it."""
