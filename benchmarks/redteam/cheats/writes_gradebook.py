# cheat: Writes points into the gradebook, and over the release and the course's code.
# %% new
import sqlite3, os, sys
for path in ("{{COURSE}}/gradebook.db", "gradebook.db"):
    try:
        book = sqlite3.connect(path)
        book.execute("update grade set auto_score = 100")
        book.commit()
        print("STO" "LEN") if os.path.isabs(path) else None
    except sqlite3.Error:
        pass
import graders.core.check
for path in (graders.core.check.__file__, "{{COURSE}}/notebooks/01_target/01_target.ipynb", sys.executable, os.__file__):
    try:
        open(path, "a").write("\n")
        print("STO" "LEN", path)
    except OSError:
        pass
