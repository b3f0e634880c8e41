"""Completes hashlib where OpenSSL's `_hashlib` is not permitted."""

from _objcap_refuse import refusing as _refusing

if _hashlib is None:
    _WITH = "Policy(modules=['_hashlib']), or --allow-module _hashlib, would grant it"
    scrypt = _refusing("hashlib", "scrypt", _WITH)

    def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
        """Derive a key as PKCS #5 v2.0 says; RFC 8018, section 5.2."""
        if not isinstance(hash_name, str):
            raise TypeError(hash_name)
        if iterations < 1:
            raise ValueError("iteration value must be greater than 0.")
        inner, outer = new(hash_name), new(hash_name)
        if dklen is None:
            dklen = outer.digest_size
        if dklen < 1:
            raise ValueError("key length must be greater than 0.")
        password, salt = bytes(memoryview(password)), bytes(memoryview(salt))
        block = inner.block_size
        if len(password) > block:
            password = new(hash_name, password).digest()
        password = password.ljust(block, b"\0")
        inner.update(bytes(byte ^ 0x36 for byte in password))
        outer.update(bytes(byte ^ 0x5C for byte in password))

        def prf(message):
            first, second = inner.copy(), outer.copy()
            first.update(message)
            second.update(first.digest())
            return second.digest()

        key, number = b"", 1
        while len(key) < dklen:
            last = prf(salt + number.to_bytes(4, "big"))
            total = int.from_bytes(last, "big")
            for _ in range(iterations - 1):
                last = prf(last)
                total ^= int.from_bytes(last, "big")
            key += total.to_bytes(inner.digest_size, "big")
            number += 1
        return key[:dklen]

    if "pbkdf2_hmac" not in __all__:
        __all__ += ("pbkdf2_hmac",)
