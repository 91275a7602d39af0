"""The learned parts of the reader rebuilt from labelled posts."""
