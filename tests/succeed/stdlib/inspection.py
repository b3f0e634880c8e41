"""A guest may look at its own code: inspect, ast, dis, symtable, tokenize, types."""

import ast
import dis
import inspect
import io
import keyword
import pprint
import reprlib
import symtable
import sys
import token
import tokenize
import types


def sample(a: int, /, b: str = "x", *rest: int, key: bool = True, **more: object) -> list[int]:
    """Sample docstring."""
    total = a
    return [total, *rest]


class Base:
    slot = 1

    def method(self) -> int:
        return self.slot

    @staticmethod
    def static() -> None: ...

    @property
    def prop(self) -> int:
        return 2


class Child(Base):
    __slots__ = ("field",)


signature = inspect.signature(sample)
assert (
    str(signature) == "(a: int, /, b: str = 'x', *rest: int, key: bool = True, **more: object) -> list[int]"
)
assert [p.kind.name for p in signature.parameters.values()][:3] == [
    "POSITIONAL_ONLY",
    "POSITIONAL_OR_KEYWORD",
    "VAR_POSITIONAL",
]
bound = signature.bind(1, "b", 2, key=False)
bound.apply_defaults()
assert bound.arguments["rest"] == (2,) and bound.arguments["more"] == {}
assert inspect.getdoc(sample) == "Sample docstring."
assert inspect.getsource(sample).splitlines()[0].startswith(
    "def sample(a: int"
) and "return [total, *rest]" in inspect.getsource(sample)
assert inspect.getsource(Base.method).strip().startswith("def method")
assert "def getsource(" in inspect.getsource(inspect)
assert inspect.isfunction(sample) and inspect.isclass(Base) and inspect.ismethod(Base().method)
assert inspect.isgetsetdescriptor(types.FunctionType.__code__) and inspect.ismemberdescriptor(Child.field)
assert (
    inspect.isbuiltin(len)
    and inspect.isdatadescriptor(Base.prop)
    and inspect.getmro(Child) == (Child, Base, object)
)
assert dict(inspect.getmembers(Base, inspect.isfunction)).keys() == {"method", "static"}
assert isinstance(inspect.getattr_static(Base, "static"), staticmethod)
assert str(inspect.signature(int.from_bytes)).startswith("(bytes")
frame = inspect.currentframe()
assert frame.f_code.co_name == "<module>" and inspect.getframeinfo(frame).function == "<module>"
assert inspect.getclosurevars(lambda: sample).globals == {"sample": sample}


def outer() -> str:
    return inspect.stack()[1].function


assert outer() == "<module>" and sys._getframe().f_lineno > 0

tree = ast.parse("x = [n ** 2 for n in range(5) if n % 2]\n")
assert ast.unparse(tree) == "x = [n ** 2 for n in range(5) if n % 2]"
assert ast.literal_eval("{'a': (1, -2.5, None)}") == {"a": (1, -2.5, None)}


class Swap(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.copy_location(ast.Constant(node.value + 1), node)


names: dict = {}
exec(compile(ast.fix_missing_locations(Swap().visit(tree)), "<swapped>", "exec"), names)
assert names["x"] == [n**3 for n in range(6) if n % 3]
try:
    ast.parse("def (:\n")
except SyntaxError as error:
    assert error.lineno == 1 and error.text == "def (:\n"
else:
    raise AssertionError("broken source was parsed")

listing = io.StringIO()
dis.dis(sample, file=listing)
assert "RETURN_VALUE" in listing.getvalue()
assert any(i.opname.startswith("LOAD_FAST") for i in dis.get_instructions(sample)) and dis.code_info(
    sample
).startswith("Name:")

table = symtable.symtable("def f(a):\n  global g\n  return a + g\n", "<table>", "exec")
assert table.get_children()[0].get_globals() == ("g",)
tokens = list(tokenize.generate_tokens(io.StringIO("if x:\n  y = 'é'\n").readline))
assert [t.string for t in tokens if t.type == token.NAME] == ["if", "x", "y"]
assert tokenize.untokenize(tokens) == "if x:\n  y = 'é'\n"
assert keyword.iskeyword("lambda") and keyword.issoftkeyword("match")
assert pprint.pformat({"b": list(range(30)), "a": 1}, width=40).startswith("{'a': 1,\n 'b': [0,")
assert reprlib.repr(list(range(100))) == "[0, 1, 2, 3, 4, 5, ...]"


@types.coroutine
def step():
    return (yield "asked")


async def driver() -> str:
    return await step()


running = driver()
assert running.send(None) == "asked" and inspect.getcoroutinestate(running) == "CORO_SUSPENDED"
try:
    running.send("answer")
except StopIteration as stopped:
    assert stopped.value == "answer"
print("ok")

# Deleting these crashes CPython 3.12 and 3.13; here it is refused like on 3.11.
for name in ("f_trace_lines", "f_trace_opcodes"):
    setattr(frame, name, True)
    try:
        delattr(frame, name)
    except TypeError as error:
        assert "delete" in str(error)
    else:
        raise AssertionError(name)
