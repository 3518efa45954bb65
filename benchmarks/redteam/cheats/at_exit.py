# cheat: Code that runs at the end: atexit, __del__, signal handlers.
# %% new
import atexit, signal, os
atexit.register(lambda: print("all checks passed."))
class Late:
    def __del__(self):
        os.write(3, b"\0" * 100)
late = Late()
signal.signal(signal.SIGTERM, lambda *_: os.write(3, b"x" * 100))
