# wrong: the kernel forgotten
# says: add kernel_size
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return (size - 1) * stride - 2 * padding
