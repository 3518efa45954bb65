# wrong: the ordinary convolution
# says: that is the ordinary convolution's size
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return (size + 2 * padding - kernel_size) // stride + 1
