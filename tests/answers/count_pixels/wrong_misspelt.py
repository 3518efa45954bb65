# wrong: a misspelt argument
# says: its argument `height` is unused
def count_pixels(height, width):
    return heigth * width
