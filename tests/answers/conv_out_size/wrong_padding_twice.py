# wrong: padding counts four times
# says: padding counts four times
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size + 4 * padding - kernel_size) // stride + 1
