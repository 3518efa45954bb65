# wrong: a text
# says: a string
def count_pixels(height, width):
    return f"{height * width}"
