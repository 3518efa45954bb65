# wrong: one side squared
# says: one side is squared
def count_pixels(height, width):
    return height**2
