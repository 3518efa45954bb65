# cheat: Very large display data, tens of thousands of outputs, and HTML that is slow to clean.
# deserves: conv_out_size 3
# %% conv_out_size
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size + 2 * padding - kernel_size) // stride + 1
# %% new
from IPython.display import HTML, Markdown, display
for _ in range(3):
    display(HTML("<div>" * 12_000))
display(HTML("<a " * 12_000))
display(Markdown("[" * 15_000))
for number in range(3000):
    display(number)
display({"image/png": "x" * 10**8}, raw=True)
