# right: counted one by one
def count_pixels(height, width):
    count = 0
    for _ in range(height):
        for _ in range(width):
            count += 1
    return count
