# cheat: Computes without end in children that live half a second, one after the other.
# %% new
import os, time
while True:
    if not os.fork():
        while time.process_time() < 0.5:
            pass
        os._exit(0)
    try:
        os.wait()
    except OSError:
        pass
