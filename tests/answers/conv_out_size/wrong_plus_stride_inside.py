# wrong: the stride is added before the division, and then 1 again
# says: one place too many
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size + 2 * padding - kernel_size + stride) // stride + 1
