"""The session: scans, records and saves. Everything that needs no toolkit."""
