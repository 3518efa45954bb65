# wrong: as many steps as pixels
# says: size - 1: there is one jump fewer
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return size * stride - 2 * padding + kernel_size
