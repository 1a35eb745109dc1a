"""Reading `waakhond.toml`: a file per part of it, every problem with its key path. Entered through `config.py`."""
