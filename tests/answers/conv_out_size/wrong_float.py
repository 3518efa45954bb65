# wrong: math.floor forgotten where numpy keeps a float
# says: the number is right but a float
import numpy as np


def conv_out_size(size, kernel_size, stride=1, padding=0):
    return np.floor((size + 2 * padding - kernel_size) / stride) + 1
