# wrong: the sides are added
# says: the sides are added
def count_pixels(height, width):
    return height + width
