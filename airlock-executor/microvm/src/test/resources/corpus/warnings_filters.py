import warnings
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always"); warnings.warn("careful"); warnings.warn("old", DeprecationWarning)
    print([(str(x.message), x.category.__name__, x.lineno) for x in w])
warnings.simplefilter("error")
try: warnings.warn("boom")
except UserWarning as e: print(e)
