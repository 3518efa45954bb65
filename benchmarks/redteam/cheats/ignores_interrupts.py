# cheat: Ignores SIGINT and catches KeyboardInterrupt, for ever.
# deserves: conv_out_size 3
# %% conv_out_size
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size + 2 * padding - kernel_size) // stride + 1
# %% denorm
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
