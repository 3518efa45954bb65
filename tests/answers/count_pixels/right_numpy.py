# right: NumPy's product, which gives NumPy's integer
import numpy as np


def count_pixels(height, width):
    return np.prod((height, width))
