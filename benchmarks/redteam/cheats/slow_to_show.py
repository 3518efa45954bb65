# cheat: What takes hours to turn into a page: a terminal's sequence without end, open formulas.
# deserves: conv_out_size 3
# %% new
from IPython.display import Latex, Markdown, display
print("\x1b[" + "1;" * 125_000 + "m", "redteam_alert")
display(Markdown(r"\begin{a}" * 12_000), Latex("& " * 20_000))
# %% conv_out_size
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size + 2 * padding - kernel_size) // stride + 1
