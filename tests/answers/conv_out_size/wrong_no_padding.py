# wrong: padding forgotten
# says: padding is not used
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size - kernel_size) // stride + 1
