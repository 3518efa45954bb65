# cheat: Takes secrets from the environment.
# %% new
import os
for name, value in os.environ.items():
    if "SECRET" in name or "TOKEN" in name or "redteam" in value or "{{COURSE}}" in value:
        print("STO" "LEN", name, value)
