# right: int() of the sum
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return int((size + 2 * padding - kernel_size) / stride + 1)
