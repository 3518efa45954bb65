# wrong: the kernel is added
# says: kernel_size is added; it is subtracted
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size + 2 * padding + kernel_size) // stride + 1
