"""hashlib, hmac, secrets, random and uuid: known answers, and randomness that differs."""

import hashlib
import hmac
import io
import os
import random
import secrets
import uuid

KNOWN = {
    "md5": "900150983cd24fb0d6963f7d28e17f72",
    "sha1": "a9993e364706816aba3e25717850c26c9cd0d89d",
    "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "sha3_256": "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
}
for name, digest in KNOWN.items():
    assert hashlib.new(name, b"abc").hexdigest() == getattr(hashlib, name)(b"abc").hexdigest() == digest
assert hashlib.sha512(b"abc").hexdigest().startswith("ddaf35a193617abacc417349ae204131")
assert hashlib.blake2b(b"abc", digest_size=8, key=b"k").digest_size == 8
assert len(hashlib.shake_128(b"abc").digest(40)) == 40
assert hashlib.algorithms_guaranteed <= hashlib.algorithms_available
assert hashlib.file_digest(io.BytesIO(b"abc"), "sha256").hexdigest() == KNOWN["sha256"]
running = hashlib.sha256(b"a")
running.copy().update(b"xyz")
running.update(b"bc")
assert running.hexdigest() == KNOWN["sha256"] and hashlib.md5(b"abc", usedforsecurity=False).name == "md5"
try:
    hashlib.new("no-such-hash")
except ValueError:
    pass
else:
    raise AssertionError("an unknown hash was made")
# RFC 6070's first vectors, and one of RFC 7914
assert (
    hashlib.pbkdf2_hmac("sha1", b"password", b"salt", 2, 20).hex()
    == "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"
)
assert (
    hashlib.pbkdf2_hmac("sha1", b"password", b"salt", 1, 20).hex()
    == "0c60c80f961f0e71f3a9b524af6012062fe037a6"
)
assert len(hashlib.pbkdf2_hmac("sha256", b"p" * 100, bytearray(b"s"), 3, 70)) == 70

code = hmac.new(b"key", b"The quick brown fox jumps over the lazy dog", "sha256")
assert code.hexdigest() == "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"
assert hmac.compare_digest(
    code.digest(), hmac.digest(b"key", b"The quick brown fox jumps over the lazy dog", "sha256")
)

first, second = random.Random(7), random.Random(7)
assert [first.random() for _ in range(5)] == [second.random() for _ in range(5)]
state = first.getstate()
draws = first.sample(range(100), 5)
first.setstate(state)
assert first.sample(range(100), 5) == draws and random.Random("text").randint(1, 6) in range(1, 7)
deck = list(range(52))
random.shuffle(deck)
assert sorted(deck) == list(range(52)) and random.choices("ab", [0, 1], k=3) == ["b"] * 3
assert 0 <= random.gauss(0.5, 0.0) <= 1 and random.SystemRandom().random() < 1

assert len(os.urandom(16)) == 16 and os.urandom(16) != os.urandom(16) and os.urandom(0) == b""
assert (
    len(secrets.token_hex(8)) == 16
    and secrets.token_urlsafe() != secrets.token_urlsafe()
    and secrets.randbelow(3) < 3
)
assert secrets.choice([1]) == 1

assert uuid.uuid4() != uuid.uuid4() and uuid.uuid4().version == 4
assert str(uuid.uuid5(uuid.NAMESPACE_DNS, "python.org")) == "886313e1-3b8a-5372-9b90-0c9aee199e5d"
assert str(uuid.uuid3(uuid.NAMESPACE_DNS, "python.org")) == "6fa459ea-ee8a-3ca4-894e-db77e160355e"
# The node is a random one (its multicast bit is set), not the machine's address.
assert uuid.uuid1().version == 1 and uuid.getnode() >> 40 & 1 and uuid.UUID(int=5).int == 5
print("ok")
