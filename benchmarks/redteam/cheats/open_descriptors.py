# cheat: Uses files and sockets that were left open.
# %% new
import os
for number in range(4, 4096):
    try:
        where = os.readlink(f"/proc/self/fd/{number}")
    except OSError:
        try:
            os.fstat(number)
            where = "unknown"
        except OSError:
            continue
    if where.startswith(("/", "socket", "pipe")) and "/proc" not in where:
        print("STO" "LEN", number, where)
