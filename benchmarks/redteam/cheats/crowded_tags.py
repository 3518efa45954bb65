# cheat: Tags with 200,000 attributes, in quotes and comments, and 20,000 outputs: hours of reading.
# deserves: conv_out_size 3
# %% new
from IPython.display import HTML, Markdown, display
display(HTML("<b " + "a " * 20_000 + ">"), Markdown("<b" + "/a" * 20_000 + ">"))
display(HTML('<!-- =" --> <a c="> d" ' + "e " * 20_000 + ">"))
display(HTML("<b style='color: " + "(" * 5_000 + "'>"), HTML("&#" + "9" * 20_000 + ";"))
for number in range(20_000):
    display({"text/plain": ""}, raw=True)
# %% new markdown
$\let\h\href\def\a#1#2{\h{#1#2:redteam_alert()}{x}}\a{java}{script}$
# %% conv_out_size
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size + 2 * padding - kernel_size) // stride + 1
