# wrong: kernel and stride exchanged
# says: kernel_size and stride are exchanged
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return (size - 1) * kernel_size - 2 * padding + stride
