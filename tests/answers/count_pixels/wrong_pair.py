# wrong: the two sides, not their product
# says: a single number is asked for
def count_pixels(height, width):
    return (height, width)
