# right: int() of what is an integer already
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return int(stride * (size - 1) + kernel_size - 2 * padding)
