# wrong: rounded up
# says: rounded up
import math


def conv_out_size(size, kernel_size, stride=1, padding=0):
    return math.ceil((size + 2 * padding - kernel_size) / stride) + 1
