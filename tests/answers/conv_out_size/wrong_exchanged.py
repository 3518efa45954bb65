# wrong: kernel and stride exchanged
# says: kernel_size and stride are exchanged
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size + 2 * padding - stride) // kernel_size + 1
