# wrong: printed, not returned
# says: a forgotten return
def conv_out_size(size, kernel_size, stride=1, padding=0):
    print((size + 2 * padding - kernel_size) // stride + 1)
