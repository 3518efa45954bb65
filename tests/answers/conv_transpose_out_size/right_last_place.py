# right: the last place of the last copy, plus one
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    first, last = padding, max(range(0, size * stride, stride)) + kernel_size - padding
    return last - first
