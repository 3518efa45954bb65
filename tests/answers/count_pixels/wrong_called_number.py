# wrong: brackets behind a number
# says: brackets behind a value call it as a function
def count_pixels(height, width):
    return height(width)
