# wrong: the sides are divided
# says: / divides
def count_pixels(height, width):
    return height / width
