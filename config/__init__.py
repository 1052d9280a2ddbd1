"""Settings, addresses and the WSGI entry: imported by nobody."""
