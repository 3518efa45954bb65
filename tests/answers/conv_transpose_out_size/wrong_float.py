# wrong: an exact float
# says: the number is right but a float
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return (size - 1) * float(stride) - 2 * padding + kernel_size
