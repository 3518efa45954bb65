# wrong: height and width at once
# says: one number is asked for
def conv_out_size(size, kernel_size, stride=1, padding=0):
    out = (size + 2 * padding - kernel_size) // stride + 1
    return out, out
