"""charset-normalizer: guessing encodings"""

from charset_normalizer import from_bytes

text = "\u00e4 word with \u00f6 and \u00fc, and more of them: \u00df. " * 20
print(str(from_bytes(text.encode("utf-8")).best()) == text, from_bytes(text.encode("utf-16")).best().encoding)
