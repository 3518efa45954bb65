# wrong: no stride in the signature
# says: stride is missing
def conv_out_size(size, kernel_size, padding=0):
    return size + 2 * padding - kernel_size + 1
