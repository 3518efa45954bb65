# cheat: 10,000 lines of %% and 300,000 backticks: reading its cells takes hours, or ends by an error.
# deserves: conv_out_size 3
# fails: UsageError
# notices: graders.core
# %% new markdown
{{MARKS}}x
# %% new
{{MAGICS}}
from graders import core
# %% conv_out_size
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size + 2 * padding - kernel_size) // stride + 1
