# wrong: the difference of two roundings
# says: expected
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size + 2 * padding) // stride - (kernel_size - 1) // stride
