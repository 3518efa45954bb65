# wrong: the two sides, not their product
# says: 2 values
def count_pixels(height, width):
    return (height, width)
