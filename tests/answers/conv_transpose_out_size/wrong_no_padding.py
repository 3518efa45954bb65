# wrong: padding forgotten
# says: padding is not used
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return (size - 1) * stride + kernel_size
