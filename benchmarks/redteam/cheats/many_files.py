# cheat: A million empty files and folders, deep ones too.
# %% new
import os
made = 0
try:
    for number in range(300_000):
        open(f"file-{number}", "w").close()
        made += 1
except OSError:
    pass
print("STO" "LEN" if made >= 300_000 else "made", made)
