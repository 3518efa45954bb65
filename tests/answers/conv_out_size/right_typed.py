# right: with type hints and steps
def conv_out_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    padded = size + 2 * padding
    last_place = padded - kernel_size
    return last_place // stride + 1
