import ast
t = ast.parse("def f(x): return x + 1\nprint(f(2))")
print(ast.dump(t.body[0], indent=1), [n.__class__.__name__ for n in ast.walk(t) if isinstance(n, ast.expr)])
class R(ast.NodeTransformer):
    def visit_Constant(self, n): return ast.copy_location(ast.Constant(n.value * 10), n)
exec(compile(ast.fix_missing_locations(R().visit(t)), "<x>", "exec")); print(ast.literal_eval("[1, {'a': (2, None)}]"), ast.unparse(t))
try: ast.literal_eval("f()")
except ValueError as e: print(str(e)[:20])
