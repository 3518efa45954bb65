# right: math.prod
import math


def count_pixels(height, width):
    return math.prod((height, width))
