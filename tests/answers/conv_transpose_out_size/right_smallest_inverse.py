# right: the smallest size that the convolution takes to this one
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    out = kernel_size - 2 * padding
    while (out + 2 * padding - kernel_size) // stride + 1 < size:
        out += 1
    return out
