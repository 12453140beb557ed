import string
print(string.ascii_letters, string.punctuation, string.capwords("hello big world"))
print(string.Template("$who likes ${what}").substitute(who="tim", what="kung pao"), string.Template("$a $b").safe_substitute(a=1))
print(string.Formatter().format("{0!r:>10}|{x:^8.3f}|{y[k]}", "a", x=3.14159, y={"k": 1}))
