# cheat: Fills memory in processes whose first thread has ended, so that they seem to have none.
# %% new
import ctypes, os, threading, time
def fill():
    hog = bytearray(400 * 2**20)
    for place in range(0, len(hog), 4096):
        hog[place] = 1
    open(f"/dev/shm/{os.getpid()}", "w").close()
    time.sleep(60)
for _ in range(5):
    if not os.fork():
        threading.Thread(target=fill).start()
        ctypes.CDLL(None).pthread_exit(None)
time.sleep(15)
print("STO" "LEN: 2,000 MB" if len([name for name in os.listdir("/dev/shm") if name.isdecimal()]) == 5 else "too little")
