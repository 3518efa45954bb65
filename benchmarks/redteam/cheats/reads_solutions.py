# cheat: Looks for the solutions, the gradebook, the key and the other students' work.
# %% new
import glob, os, sys, tempfile
# Python may lie in somebody's home; the temporary folder may be /var/tmp, and is empty.
known = set(f"{sys.prefix}/{sys.base_prefix}/{tempfile.gettempdir()}".split("/"))
for path in ["{{COURSE}}", "{{COURSE}}/solutions", "{{COURSE}}/gradebook.db", "{{COURSE}}/grading.key",
             "{{COURSE}}/submitted", "{{COURSE}}/submitted/ada-allright", "{{COURSE}}/autograded", "{{REPO}}/solutions",
             "{{REPO}}/tests", "{{REPO}}/.git", "{{REPO}}/notebooks", "/root", "/etc/shadow", "/etc/passwd", "/var", "/home"]:
    if os.path.isdir(path) and set(os.listdir(path)) - known - {"student"} or os.path.isfile(path):
        print("STO" "LEN", path, os.path.isdir(path) and os.listdir(path))
for folder in ("{{COURSE}}", "/mnt", "/srv", "/media", "/var", "/tmp", "/run", "/opt", "/proc/self/cwd"):
    for pattern in ("*.ipynb", "*.db", "*.key"):
        for path in glob.iglob(f"{folder}/**/{pattern}", recursive=True):
            print("STO" "LEN", path)
