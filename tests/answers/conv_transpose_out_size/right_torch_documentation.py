# right: with every term of torch's documentation
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return (size - 1) * stride - 2 * padding + 1 * (kernel_size - 1) + 0 + 1
