# wrong: the two sides, not their product
# says: one number
def count_pixels(height, width):
    return (height, width)
