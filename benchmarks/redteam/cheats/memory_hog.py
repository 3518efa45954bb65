# cheat: Fills the memory, in one process and in many.
# %% new
import os, time
for _ in range(20):
    if os.fork() == 0:
        hog = [bytearray(b"x" * 2**25) for _ in range(400)]
        time.sleep(1000)
hog = [bytearray(b"x" * 2**25) for _ in range(400)]
time.sleep(1000)
