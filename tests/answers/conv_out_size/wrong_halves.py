# wrong: size // stride, as it is in DCGAN
# says: holds for some kernels
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return size // stride
