"""mpmath: numbers of any precision, integrals, zeros"""

import mpmath

mpmath.mp.dps = 40
print(mpmath.pi, mpmath.zeta(3), mpmath.quad(mpmath.sin, [0, mpmath.pi]))
print(mpmath.findroot(lambda x: x**3 - 2, 1), mpmath.matrix([[1, 2], [3, 4]]) ** -1)
