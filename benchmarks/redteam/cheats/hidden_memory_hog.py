# cheat: Fills memory that belongs to no process: memfd, shared segments, unread pipes.
# %% new
import ctypes, os
libc = ctypes.CDLL(None)
block = b"x" * 2**20
kept = 0
for _ in range(200):
    try:
        number = os.memfd_create("hog")
        for _ in range(30):
            kept += os.write(number, block)
    except OSError:
        break
for _ in range(100):
    segment = libc.shmget(0, 2**26, 0o1600)
    if segment < 0:
        break
    kept += 2**26
print("STO" "LEN" if kept > 2**30 else "kept", kept)
