# wrong: the 1 inside the brackets
# says: the 1 is added before the division
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size + 2 * padding - kernel_size + 1) // stride
