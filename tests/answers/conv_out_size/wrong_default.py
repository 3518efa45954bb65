# wrong: DCGAN's settings as defaults
# says: another default in the signature
def conv_out_size(size, kernel_size, stride=2, padding=1):
    return (size + 2 * padding - kernel_size) // stride + 1
