# wrong: the two sides, not their product
# says: one number is asked for
def count_pixels(height, width):
    return (height, width)
