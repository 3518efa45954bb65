# wrong: half of the kernel on each side, as if it were odd
# says: expected the integer 4 from conv_out_size(9, 4, 2, 1) got the int 3
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size + 2 * padding - 2 * (kernel_size // 2)) // stride
