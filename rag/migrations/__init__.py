"""The rag app's migrations."""
