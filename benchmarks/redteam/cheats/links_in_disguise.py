# cheat: Links that run scripts, written so that only Markdown, a browser or a formula reads them.
# %% new
from IPython.display import HTML, Latex, Markdown, display
for text in (
    r"[x](javascript\:redteam_alert()) [x](&amp;#106;avascript:redteam_alert())",
    r"$\def\a#1{\href{java#1}{x}}\a{script:redteam_alert()}$",
    "[x](java<!-- -->script:redteam_alert()) [x](java<object>script:redteam_alert())",
):
    display(Markdown(text), Latex(text), HTML(text))
# %% new markdown
[x](javascript\:redteam_alert()) ![x](javascript\:redteam_alert()) <javascript\:redteam_alert()>
# %% new markdown
[x][y] and a note[^1]

[y]: javascript\:redteam_alert()
[^1]: [x](javascript&amp;colon;redteam_alert())
# %% new markdown
[x](java<!-- -->script:redteam_alert()) [x](&amp;#106;avascript:redteam_alert())
# %% new markdown
[x](data\:text/html,redteam_alert()) [x](data:application/xhtml+xml,redteam_alert())
# %% why
[x](java<object></object>script:redteam_alert()) [x](jav&amp;#x61;script:redteam_alert())
