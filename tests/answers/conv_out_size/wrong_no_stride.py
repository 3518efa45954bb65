# wrong: stride forgotten
# says: stride is not used
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return size + 2 * padding - kernel_size + 1
