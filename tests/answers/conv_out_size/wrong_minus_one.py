# wrong: 1 is subtracted
# says: 1 is subtracted at the end
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size + 2 * padding - kernel_size) // stride - 1
