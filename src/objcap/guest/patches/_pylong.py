"""Big ints as decimal text without decimal: 3.12 takes that, and its twin in Python converts with str().

Divide and conquer over powers of ten (D. Knuth, The Art of Computer Programming, vol. 2, 4.4); 3.13 does so
as well if there is no _decimal.
"""

import sys

if sys.version_info < (3, 13):
    _DIGITS = 4000  # below, the conversion in C is faster

    def int_to_decimal_string(n):
        """Return the decimal digits of any int."""
        if n < 0:
            return "-" + int_to_decimal_string(-n)
        powers = {}

        def digits(n, width):
            if width <= _DIGITS:
                return str(n).zfill(width)
            half = width // 2
            if half not in powers:
                powers[half] = 10**half
            high, low = divmod(n, powers[half])
            return digits(high, width - half) + digits(low, half)

        return digits(n, n.bit_length() * 30103 // 100000 + 1).lstrip("0") or "0"
