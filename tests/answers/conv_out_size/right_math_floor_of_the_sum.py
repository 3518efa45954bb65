# right: math.floor taken last
import math


def conv_out_size(size, kernel_size, stride=1, padding=0):
    return math.floor((size + 2 * padding - kernel_size) / stride + 1)
