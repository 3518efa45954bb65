# cheat: Stops its own process with SIGSTOP.
# %% new
import os, signal
os.kill(os.getpid(), signal.SIGSTOP)
