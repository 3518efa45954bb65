"""How far the checks can be trusted: mutants, thousands of seeds, the published checks."""
