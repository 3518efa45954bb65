# wrong: every copy counts whole
# says: the copies overlap
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return size * kernel_size - 2 * padding
