# wrong: padding inside the bracket
# says: padding is not multiplied by stride
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return (size - 1 - 2 * padding) * stride + kernel_size
