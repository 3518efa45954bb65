# wrong: + stands where * belongs
# says: + stands where * belongs
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size + 2 + padding - kernel_size) // stride + 1
