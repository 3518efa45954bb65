# wrong: size * stride, as it is in DCGAN
# says: size * stride holds for some
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return size * stride
