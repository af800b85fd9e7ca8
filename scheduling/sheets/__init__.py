"""The spreadsheets that coordinators keep: written from a version, and read back. No database."""
