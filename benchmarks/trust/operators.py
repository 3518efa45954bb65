"""Small changes to an answer: the mutants that a check has to tell from the answer itself.

Each operator looks at one node of the syntax tree and gives the texts that may stand in its place.
The texts go into the source itself, so that a mutant differs from the answer in a line or two, as
a student would see it. The operators know what learners of GANs mix up: layers, real and fake
labels, kinds of noise, devices, the two networks.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

SIBLINGS = {
    "Adam": ("AdamW", "RMSprop", "SGD"),
    "BatchNorm1d": ("BatchNorm2d", "InstanceNorm1d", "LayerNorm"),
    "BatchNorm2d": ("BatchNorm1d", "InstanceNorm2d"),
    "Conv2d": ("ConvTranspose2d",),
    "ConvTranspose2d": ("Conv2d",),
    "LeakyReLU": ("ELU", "ReLU", "Sigmoid", "Tanh"),
    "ReLU": ("GELU", "LeakyReLU", "Sigmoid", "Tanh"),
    "Sigmoid": ("ReLU", "Softmax", "Tanh"),
    "Tanh": ("ReLU", "Sigmoid"),
    "bias": ("weight",),
    "binary_cross_entropy_with_logits": ("binary_cross_entropy", "mse_loss"),
    "cov": ("corrcoef",),
    "eigvals": ("eigvalsh",),
    "eval": ("train",),
    "get_disc_loss": ("get_gen_loss",),
    "get_gen_loss": ("get_disc_loss",),
    "mean": ("sum", "median"),
    "normal_": ("uniform_",),
    "ones_like": ("rand_like", "zeros_like"),
    "randn": ("ones", "rand", "zeros"),
    "randperm": ("arange",),
    "sigmoid": ("tanh", "relu"),
    "sqrt": ("square",),
    "square": ("abs",),
    "sum": ("mean",),
    "train": ("eval",),
    "weight": ("bias",),
    "zeros_": ("ones_",),
    "zeros_like": ("ones_like", "rand_like"),
}
"""Names that are taken for each other, as functions, layers or methods."""

TENSOR_MAKERS = {"full_like", "ones_like", "randn", "zeros_like"}
MODULES = {"F", "init", "linalg", "nn", "optim", "torch"}
ARITHMETIC = ("+", "-", "*", "/", "//", "**")
COMPARISONS = ("<", "<=", "==", "!=", ">=", ">")
OPERATIONS = (ast.BinOp, ast.BoolOp, ast.Compare, ast.UnaryOp)
MARKS = ("### BEGIN SOLUTION", "### END SOLUTION")


@dataclass(frozen=True)
class Place:
    """A node of an answer, with what the operators ask about its surroundings.

    Attributes:
        node: The node that is to be replaced.
        parent: The node that holds it.
        function: The innermost function around it.
        source: The whole cell.
    """

    node: ast.AST
    parent: ast.AST
    function: ast.FunctionDef
    source: str

    def text(self, node: ast.AST) -> str:
        return ast.get_source_segment(self.source, node)

    @property
    def parameters(self) -> dict[str, str | None]:
        """The function's parameters, but ``self``, and the texts of their default values."""
        arguments = self.function.args.args
        defaults = [self.text(node) for node in self.function.args.defaults]
        defaults = [None] * (len(arguments) - len(defaults)) + defaults
        named = zip(arguments, defaults, strict=True)
        return {one.arg: default for one, default in named if one.arg != "self"}

    @property
    def variables(self) -> list[str]:
        """The names that the function's own lines define."""
        stored = (
            node.id
            for node in ast.walk(self.function)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        )
        return list(dict.fromkeys(stored))


def dropped_statement(place: Place) -> Iterator[str]:
    if isinstance(place.node, ast.Assign | ast.AugAssign | ast.Expr | ast.For | ast.Return):
        yield "pass"


def condition(place: Place) -> Iterator[str]:
    if isinstance(place.parent, ast.If | ast.IfExp | ast.While) and place.node is place.parent.test:
        yield from ("True", "False", f"not ({place.text(place.node)})")


def loop(place: Place) -> Iterator[str]:
    """A loop that leaves out the first or the last round."""
    if isinstance(place.parent, ast.For | ast.comprehension) and place.node is place.parent.iter:
        rounds = place.text(place.node)
        yield from (f"list({rounds})[1:]", f"list({rounds})[:-1]")


def without_context(place: Place) -> Iterator[str]:
    """``with torch.no_grad():`` becomes ``with nullcontext():``."""
    if isinstance(place.parent, ast.withitem) and place.node is place.parent.context_expr:
        yield "__import__('contextlib').nullcontext()"


def arguments(place: Place) -> Iterator[str]:
    """Two arguments exchanged, one dropped, a layer of ``Sequential`` repeated."""
    node = place.node
    if not isinstance(node, ast.Call):
        return
    called = place.text(node.func)
    texts = [place.text(one) for one in node.args]
    keywords = [place.text(one) for one in node.keywords]
    orders = [_exchanged(texts, *pair) for pair in combinations(range(len(texts)), 2)]
    orders += [texts[:n] + texts[n + 1 :] for n in range(len(texts))]
    if called.endswith("Sequential"):
        orders += [[*texts[:n], texts[n], *texts[n:]] for n in range(len(texts))]
    for order in orders:
        yield f"{called}({', '.join(order + keywords)})"
    for n in range(len(keywords)):
        yield f"{called}({', '.join(texts + keywords[:n] + keywords[n + 1 :])})"


def collection(place: Place) -> Iterator[str]:
    """Two elements of a tuple or list exchanged, or one dropped."""
    node = place.node
    if not isinstance(node, ast.Tuple | ast.List) or not isinstance(node.ctx, ast.Load):
        return
    texts = [place.text(one) for one in node.elts]
    orders = [_exchanged(texts, *pair) for pair in combinations(range(len(texts)), 2)]
    orders += [texts[:n] + texts[n + 1 :] for n in range(len(texts))]
    for order in orders:
        inside = ", ".join(order)
        yield f"[{inside}]" if isinstance(node, ast.List) else f"({inside},)"


def unwrapped(place: Place) -> Iterator[str]:
    """``x.detach()`` or ``x.real`` becomes ``x``; so does ``f(x)``; ``x[…]`` too."""
    node = place.node
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and not _is_module(node.func.value):
            yield place.text(node.func.value)
        if node.args and not isinstance(node.args[0], ast.Starred):
            yield place.text(node.args[0])
    elif isinstance(node, ast.Attribute) and not _is_module(node.value):
        if not isinstance(node.value, ast.Name) and isinstance(node.ctx, ast.Load):
            yield place.text(node.value)
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield place.text(node.value)


def sibling(place: Place) -> Iterator[str]:
    node = place.node
    if isinstance(node, ast.Attribute):
        for other in SIBLINGS.get(node.attr, ()):
            yield f"{place.text(node.value)}.{other}"
    elif isinstance(node, ast.Name):
        yield from SIBLINGS.get(node.id, ())


def other_variable(place: Place) -> Iterator[str]:
    """Another parameter or variable of the function; a parameter's default; a fixed device."""
    node = place.node
    if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
        return
    names = [*place.parameters, *place.variables]
    if node.id not in names:
        return
    yield from names
    if default := place.parameters.get(node.id):
        yield default
    if node.id == "device":
        yield "'cpu'"


def bound(place: Place) -> Iterator[str]:
    """The end of a slice, one off."""
    if isinstance(place.parent, ast.Slice):
        yield from (f"{place.text(place.node)} {sign} 1" for sign in "+-")


def constant(place: Place) -> Iterator[str]:
    if not isinstance(place.node, ast.Constant):
        return
    value = place.node.value
    if isinstance(value, bool):
        yield repr(not value)
    elif isinstance(value, int):
        yield from map(repr, (value + 1, value - 1, 2 * value, 0, -value))
    elif isinstance(value, float):
        factors = (0.0, 0.1, 0.5, 0.9, 1.1, 2.0, 10.0, -1.0)
        changed = [value * factor for factor in factors] if value else [0.1, 0.5, 1.0, -1.0]
        yield from (repr(round(number, 12)) for number in [*changed, 1.0 - value])
    elif isinstance(value, str) and len(value) == 1:
        yield from map(repr, (chr(ord(value) - 1), chr(ord(value) + 1), ""))
    elif value == "cpu":
        yield repr("cuda")


def operation(place: Place) -> Iterator[str]:
    """Another operator, one operand alone, a sign turned."""
    node = place.node
    if isinstance(node, ast.BinOp):
        left, right = _operand(place, node.left), _operand(place, node.right)
        yield from (f"{left} {sign} {right}" for sign in ARITHMETIC)
        yield from (left, right, f"{right} - {left}", f"{right} / {left}")
    elif isinstance(node, ast.Compare):
        left, right = _operand(place, node.left), _operand(place, node.comparators[0])
        yield from (f"{left} {sign} {right}" for sign in COMPARISONS)
    elif isinstance(node, ast.UnaryOp):
        yield _operand(place, node.operand)


def assignment(place: Place) -> Iterator[str]:
    """``x += y`` becomes ``x = y`` or ``x -= y``."""
    if isinstance(place.node, ast.AugAssign):
        target, value = place.text(place.node.target), place.text(place.node.value)
        yield from (f"{target} = {value}", f"{target} -= {value}")


def result(place: Place) -> Iterator[str]:
    """What is returned, with its sign turned, or in another precision."""
    if isinstance(place.parent, ast.Return):
        text = place.text(place.node)
        if isinstance(place.node, ast.Tuple | ast.Dict):
            return
        yield from (f"-({text})", f"({text}).double()", f"({text}).detach()")


def tensor_made(place: Place) -> Iterator[str]:
    """A tensor of another type, or on a fixed device."""
    node = place.node
    if isinstance(node, ast.Call) and _last_name(node.func) in TENSOR_MAKERS:
        call = place.text(node).removesuffix(")")
        yield f"{call}, dtype=torch.float64)"
        yield f"{call}, dtype=torch.int64)"
        if "device" not in [keyword.arg for keyword in node.keywords]:
            yield f"{call}, device='cpu')"


OPERATORS = (
    dropped_statement,
    condition,
    loop,
    without_context,
    arguments,
    collection,
    unwrapped,
    sibling,
    other_variable,
    bound,
    constant,
    operation,
    assignment,
    result,
    tensor_made,
)


def mutants(source: str) -> Iterator[str]:
    """Yield the cell with one change, for every change that makes another program of it.

    Only what stands between the marks of the solution is changed, and the default values of its
    functions. Texts that are not Python are left out.
    """
    seen = {ast.dump(ast.parse(source))}
    for start, end, text in _changes(source):
        mutant = (source.encode()[:start] + text.encode() + source.encode()[end:]).decode()
        try:
            meaning = ast.dump(ast.parse(mutant))
        except SyntaxError:
            continue
        if meaning not in seen:
            seen.add(meaning)
            yield mutant


def _changes(source: str) -> Iterator[tuple[int, int, str]]:
    """Where in the bytes of ``source`` which text may stand instead."""
    tree = ast.parse(source)
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def at(line: int, column: int) -> int:
        return starts[line - 1] + column

    defaults = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            defaults += node.args.defaults
            late = node.args.args[-len(node.args.defaults) :] if node.args.defaults else []
            for argument, default in zip(late, node.args.defaults, strict=True):
                end = at(default.end_lineno, default.end_col_offset)
                yield at(argument.end_lineno, argument.end_col_offset), end, ""

    lines = _solution_lines(source)
    for node in ast.walk(tree):
        if not hasattr(node, "lineno") or not (node.lineno in lines or node in defaults):
            continue
        place = Place(node, parents[node], _function_around(node, parents), source)
        start = at(node.lineno, node.col_offset)
        end = at(node.end_lineno, node.end_col_offset)
        bare = source.encode()[start - 1 : start] + source.encode()[end : end + 1] != b"()"
        for operator in OPERATORS:
            for text in operator(place):
                is_operation = isinstance(node, ast.expr) and _is_operation(text)
                binds = isinstance(place.parent, (*OPERATIONS, ast.Attribute, ast.Subscript))
                yield start, end, f"({text})" if is_operation and binds and bare else text


def _solution_lines(source: str) -> set[int]:
    """The numbers of the lines between the marks."""
    inside, found = False, set()
    for number, line in enumerate(source.splitlines(), 1):
        if line.strip() in MARKS:
            inside = line.strip() == MARKS[0]
        elif inside:
            found.add(number)
    return found


def _function_around(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> ast.FunctionDef:
    while not isinstance(node, ast.FunctionDef):
        node = parents[node]
    return node


def _operand(place: Place, node: ast.AST) -> str:
    text = place.text(node)
    return f"({text})" if isinstance(node, OPERATIONS) else text


def _exchanged(texts: list[str], first: int, second: int) -> list[str]:
    texts = list(texts)
    texts[first], texts[second] = texts[second], texts[first]
    return texts


def _is_operation(text: str) -> bool:
    try:
        return isinstance(ast.parse(text, mode="eval").body, OPERATIONS)
    except SyntaxError:
        return False


def _is_module(node: ast.AST) -> bool:
    return _last_name(node) in MODULES


def _last_name(node: ast.AST) -> str | None:
    return getattr(node, "attr", getattr(node, "id", None))
