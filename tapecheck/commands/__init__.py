"""The sub-commands, grouped by what a person wants: start, collect, stages, ask, tell, care; each a thin wrapper."""
