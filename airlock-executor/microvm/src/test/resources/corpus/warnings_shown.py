import warnings
def old(): warnings.warn("use new()", DeprecationWarning, stacklevel=2)
old(); warnings.warn("shown once"); [warnings.warn("loop") for _ in range(2)]
