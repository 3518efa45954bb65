# cheat: Rewrites later cells before they run: AST, input and token transformers.
# fails: NameError
# %% new
import ast
class Rewrite(ast.NodeTransformer):
    def visit_Call(self, node):
        return ast.Constant(True)
shell = get_ipython()
shell.ast_transformers.append(Rewrite())
shell.input_transformers_post.append(lambda lines: ["print('all checks passed.')\n"])
shell.input_transformers_cleanup.append(lambda lines: ["print('all checks passed.')\n"])
