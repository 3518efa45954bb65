# right: the last place that is reached
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    last = max(i * stride + k for i in range(size) for k in range(kernel_size))
    return last + 1 - 2 * padding
