# wrong: 2 + padding
# says: padding counts twice, 2 * padding
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return (size - 1) * stride - (2 + padding) + kernel_size
