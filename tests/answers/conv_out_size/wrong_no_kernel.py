# wrong: the kernel has no width
# says: the kernel's own width
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size + 2 * padding) // stride + 1
