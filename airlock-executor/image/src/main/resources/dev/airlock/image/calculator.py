"""Calculates one expression: waits for it on descriptor 0, prints its value, ends.

Numbers, + - * / // % **, parentheses, and the functions and constants below; nothing else is looked at. The text is parsed
and never run: each node of the tree is one of a closed list, and each result is checked before the next step. Whatever does
not fit is a bad value: one line on standard error and exit code 1.
"""

import sys

sys.path[:] = [folder for folder in sys.path if folder != "/airlock"]

import ast
import gc
import math
import os
import warnings

EXPRESSION_MAX = 256  # characters
NESTING_MAX = 32  # parentheses within one another
DEPTH_MAX = 160  # of the tree; a sum of 128 terms is 128 deep
EXPONENT_MAX = 1000
RESULT_BITS_MAX = 8192


class BadValue(Exception):
    """Why an expression has no value here."""


def checked(value):
    """A number that may go on: an integer of at most 8192 bits, or a finite float."""
    if type(value) is int:
        if value.bit_length() > RESULT_BITS_MAX:
            raise BadValue("a result of more than %d bits" % RESULT_BITS_MAX)
        return value
    if type(value) is float and math.isfinite(value):
        return value
    raise BadValue("a result that is no real number")


def multiply(a, b):
    if type(a) is int and type(b) is int and a.bit_length() + b.bit_length() > RESULT_BITS_MAX + 1:
        raise BadValue("a result of more than %d bits" % RESULT_BITS_MAX)
    return a * b


def power(base, exponent):
    """Looked at before it is computed: a power can be larger than the machine."""
    if abs(exponent) > EXPONENT_MAX:
        raise BadValue("an exponent beyond %d" % EXPONENT_MAX)
    if type(base) is int and type(exponent) is int and base.bit_length() * abs(exponent) > RESULT_BITS_MAX + EXPONENT_MAX:
        raise BadValue("a result of more than %d bits" % RESULT_BITS_MAX)
    return base**exponent


def factorial(n):
    if type(n) is not int or not 0 <= n <= EXPONENT_MAX:
        raise BadValue("factorial takes an integer from 0 to %d" % EXPONENT_MAX)
    return math.factorial(n)


def rounded(value, digits=0):
    if type(digits) is not int or abs(digits) > EXPONENT_MAX:
        raise BadValue("round takes digits from -%d to %d" % (EXPONENT_MAX, EXPONENT_MAX))
    return round(value, digits) if digits else round(value)


OPERATORS = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: multiply,
    ast.Div: lambda a, b: a / b,
    ast.FloorDiv: lambda a, b: a // b,
    ast.Mod: lambda a, b: a % b,
    ast.Pow: power,
}
SIGNS = {ast.UAdd: lambda a: a, ast.USub: lambda a: -a}
CONSTANTS = {"pi": math.pi, "e": math.e, "tau": math.tau}
# The name, how many arguments it takes at least and at most, and what it does.
FUNCTIONS = {
    "abs": (1, 1, abs),
    "round": (1, 2, rounded),
    "min": (1, 16, lambda *all: min(all)),
    "max": (1, 16, lambda *all: max(all)),
    "floor": (1, 1, math.floor),
    "ceil": (1, 1, math.ceil),
    "trunc": (1, 1, math.trunc),
    "sqrt": (1, 1, math.sqrt),
    "exp": (1, 1, math.exp),
    "log": (1, 2, math.log),
    "log2": (1, 1, math.log2),
    "log10": (1, 1, math.log10),
    "sin": (1, 1, math.sin),
    "cos": (1, 1, math.cos),
    "tan": (1, 1, math.tan),
    "asin": (1, 1, math.asin),
    "acos": (1, 1, math.acos),
    "atan": (1, 1, math.atan),
    "atan2": (2, 2, math.atan2),
    "sinh": (1, 1, math.sinh),
    "cosh": (1, 1, math.cosh),
    "tanh": (1, 1, math.tanh),
    "hypot": (1, 16, math.hypot),
    "degrees": (1, 1, math.degrees),
    "radians": (1, 1, math.radians),
    "gcd": (1, 16, math.gcd),
    "factorial": (1, 1, factorial),
}


def call(node, depth):
    if type(node.func) is not ast.Name or node.func.id not in FUNCTIONS or node.keywords:
        raise BadValue("a call of something that is not one of: " + " ".join(sorted(FUNCTIONS)))
    least, most, function = FUNCTIONS[node.func.id]
    if not least <= len(node.args) <= most:
        raise BadValue("%s with %d arguments; it takes %d to %d" % (node.func.id, len(node.args), least, most))
    return function(*[value(argument, depth) for argument in node.args])


def value(node, depth=0):
    """The value of a tree, every part of it checked."""
    if depth > DEPTH_MAX:
        raise BadValue("an expression nested more than %d deep" % DEPTH_MAX)
    kind = type(node)
    if kind is ast.Constant and type(node.value) in (int, float):
        return checked(node.value)
    if kind is ast.Name and node.id in CONSTANTS:
        return CONSTANTS[node.id]
    if kind is ast.UnaryOp and type(node.op) in SIGNS:
        return checked(SIGNS[type(node.op)](value(node.operand, depth + 1)))
    if kind is ast.BinOp and type(node.op) in OPERATORS:
        return checked(OPERATORS[type(node.op)](value(node.left, depth + 1), value(node.right, depth + 1)))
    if kind is ast.Call:
        return checked(call(node, depth + 1))
    name = " '%s'" % node.id if kind is ast.Name else ""
    raise BadValue("%s%s is not arithmetic" % (kind.__name__, name))


def nesting(text):
    """How deep parentheses go, counted before anybody parses them."""
    depth = deepest = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    return deepest


def calculate(payload):
    """The value of an expression; BadValue if it has none."""
    if len(payload) > EXPRESSION_MAX:
        raise BadValue("an expression of %d bytes; at most %d are read" % (len(payload), EXPRESSION_MAX))
    if not all(32 <= byte < 127 or byte in b"\t\r\n" for byte in payload):
        raise BadValue("an expression that is not plain ASCII text")
    text = " ".join(payload.decode("ascii").split())
    if not text:
        raise BadValue("no expression; give one, for example 2**10 + sqrt(2)")
    if nesting(text) > NESTING_MAX:
        raise BadValue("an expression nested more than %d deep" % NESTING_MAX)
    try:
        return value(ast.parse(text, "<expression>", "eval").body)
    except SyntaxError as error:
        raise BadValue("no expression: %s at character %s" % (error.msg, error.offset)) from None
    except (ArithmeticError, ValueError, TypeError) as error:
        raise BadValue("%s: %s" % (type(error).__name__, error)) from None
    except (RecursionError, MemoryError):
        raise BadValue("an expression nested too deep") from None


def read_payload():
    """Everything up to the end of descriptor 0. The first read is where the snapshot is taken."""
    chunks = []
    while chunk := os.read(0, 1 << 16):
        chunks.append(chunk)
    return b"".join(chunks)


def write(descriptor, text):
    rest = text.encode()
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def run(payload):
    """Prints the value, or why there is none; the exit code."""
    try:
        write(1, "%r\n" % calculate(payload))
        return 0
    except BadValue as bad:
        write(2, "bad value: %s\n" % bad)
        return 1


warnings.simplefilter("ignore")
for warm in (b"2**10 + sqrt(2)", b"1 +", b"x", b"1/0"):
    try:
        "%r" % calculate(warm)
    except BadValue:
        pass
gc.collect()
gc.freeze()

os._exit(run(read_payload()))
