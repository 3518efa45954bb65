# wrong: text
# says: a text is no number
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return f"{(size + 2 * padding - kernel_size) // stride + 1}"
