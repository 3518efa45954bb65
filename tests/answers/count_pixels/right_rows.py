# right: a sum over the rows
def count_pixels(height, width):
    return sum(width for _ in range(height))
