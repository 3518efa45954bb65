# wrong: int cuts off the sum, one bracket too late, after rounding
# says: rounded to the nearest
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return round((size + 2 * padding - kernel_size) / stride + 1)
