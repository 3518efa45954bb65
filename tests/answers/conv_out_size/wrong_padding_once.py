# wrong: padding on one side
# says: it counts twice
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size + padding - kernel_size) // stride + 1
