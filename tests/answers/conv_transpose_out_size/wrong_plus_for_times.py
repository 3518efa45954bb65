# wrong: + stands where * belongs
# says: size - 1 is multiplied by stride
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return (size - 1) + stride - 2 * padding + kernel_size
