"""The slow tests: what a stranger installs, and what survives a kill."""
