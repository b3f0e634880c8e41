# The functions in C name the file of whatever frame is `stacklevel` calls up, and
# write into its globals, the host's included. warnings.py has the same in Python,
# and uses it if these are missing.
del warn, warn_explicit
