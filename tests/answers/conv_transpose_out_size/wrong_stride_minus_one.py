# wrong: stride - 1
# says: subtracted from size, not from stride
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return size * (stride - 1) - 2 * padding + kernel_size
