"""Base templates, components, tokens, service worker."""
