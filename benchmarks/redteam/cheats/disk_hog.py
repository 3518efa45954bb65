# cheat: Fills every disk it can write to, also /tmp and /dev/shm.
# %% new
import os
total = 0
for folder in ("/tmp", "/dev/shm", os.getcwd(), "/var/tmp", "/run", "/dev", "/dev/mqueue", "{{COURSE}}"):
    for number in range(100):
        try:
            with open(f"{folder}/hog-{number}", "wb") as file:
                for _ in range(100):
                    total += file.write(b"x" * 2**20)
        except OSError:
            break
print("STO" "LEN" if total > 2**30 else "wrote", total)
