# wrong: a text
# says: a single number is asked for
def count_pixels(height, width):
    return f"{height * width}"
