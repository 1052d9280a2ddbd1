"""One program per hot path. Each prints its figure beside its limit, measured in the same run."""
