# wrong: the other convolution's formula
# says: that is the transposed convolution's size
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size - 1) * stride - 2 * padding + kernel_size
