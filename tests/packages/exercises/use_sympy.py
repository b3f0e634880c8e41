"""sympy: derivatives, integrals, equations, series

Before: sys.modules["ctypes"] = types.SimpleNamespace(c_long=int, sizeof=lambda kind: 8); sys.modules["subprocess"] = types.SimpleNamespace(STDOUT=None, CalledProcessError=None, check_output=None)
"""

import sympy

x, y = sympy.symbols("x y")
print(sympy.diff(sympy.sin(x) * sympy.exp(x), x), sympy.integrate(1 / (1 + x**2), x), sympy.factor(x**4 - 1))
print(sympy.solve([x + y - 3, x - y - 1], [x, y]), sympy.series(sympy.cos(x), x, 0, 5))
print(sympy.factorint(2**32 - 1), sympy.Matrix([[2, 1], [1, 2]]).eigenvals(), sympy.sqrt(8))
