# cheat: 500 MB of output, in lines and at once, on every stream.
# deserves: conv_out_size 3
# %% new
import os, sys
print("x" * 250_000_000)
for _ in range(20_000):
    print("y" * 10_000)
    sys.stderr.write("z" * 1000)
os.write(1, b"x" * 1_000_000)
os.system("yes | head -c 100000000")
# %% conv_out_size
def conv_out_size(size, kernel_size, stride=1, padding=0):
    print("x" * 1_000_000)
    return (size + 2 * padding - kernel_size) // stride + 1
