# wrong: the sides are divided
# says: the sides are divided
def count_pixels(height, width):
    return height / width
