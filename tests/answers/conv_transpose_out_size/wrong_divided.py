# wrong: divided by the stride
# says: * stride, not // stride
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return (size - 1) // stride - 2 * padding + kernel_size
