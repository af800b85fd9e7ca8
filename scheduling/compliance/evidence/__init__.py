"""What goes into a pack of evidence: tables, a report to read, and a manifest with checksums."""
