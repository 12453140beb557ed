def double(x):
    """
    >>> double(2)
    4
    >>> double("a")
    'ab'
    """
    return x * 2
import doctest
r = doctest.testmod(); print(r)
