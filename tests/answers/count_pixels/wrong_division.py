# wrong: the sides are divided
# says: divided
def count_pixels(height, width):
    return height / width
