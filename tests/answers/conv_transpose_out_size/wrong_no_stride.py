# wrong: stride forgotten
# says: stride is not used
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return size - 1 - 2 * padding + kernel_size
