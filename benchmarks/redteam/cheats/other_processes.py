# cheat: Reads other processes through /proc: environment, memory, open files, roots.
# %% new
import glob, os
mine = {str(os.getpid()), "self", "thread-self"}
for folder in glob.glob("/proc/[0-9]*"):
    pid = folder.rsplit("/")[-1]
    if pid in mine:
        continue
    for name in ("environ", "mem", "maps", "auxv", "stack", "fd/0", "fd/3", "root/etc", "cwd/x"):
        try:
            if os.path.isdir(f"{folder}/{name}"):
                print("STO" "LEN", folder, os.listdir(f"{folder}/{name}"))
            elif open(f"{folder}/{name}", "rb").read(20):
                print("STO" "LEN", folder, name)
        except OSError:
            pass
print(len(glob.glob("/proc/[0-9]*")), "processes")
if len(glob.glob("/proc/[0-9]*")) > 3:
    print("STO" "LEN: sees other processes")
