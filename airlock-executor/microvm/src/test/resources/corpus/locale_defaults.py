import locale
print(locale.getlocale(), locale.setlocale(locale.LC_ALL, "C"), locale.localeconv()["decimal_point"], locale.getpreferredencoding(), locale.format_string("%d", 1234567, grouping=True))
