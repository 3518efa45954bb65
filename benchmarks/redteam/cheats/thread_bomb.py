# cheat: As many threads as it gets.
# %% new
import threading, time
while True:
    threading.Thread(target=time.sleep, args=(1000,)).start()
