# wrong: rounded to the nearest
# says: it is rounded down
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return round((size + 2 * padding - kernel_size) / stride) + 1
