# wrong: DCGAN's settings as defaults
# says: another default in the signature
def conv_transpose_out_size(size, kernel_size, stride=2, padding=1):
    return (size - 1) * stride - 2 * padding + kernel_size
