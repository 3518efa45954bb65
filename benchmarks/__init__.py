"""Every number that docs/ states is measured here. `python -m benchmarks` lists the programs."""
