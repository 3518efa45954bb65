# wrong: the length of the edge
# says: the length of the edge
def count_pixels(height, width):
    return 2 * (height + width)
