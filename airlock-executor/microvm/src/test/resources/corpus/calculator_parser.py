import re
def parse(s):
    tokens = re.findall(r"\d+\.?\d*|[()+\-*/^]", s); pos = 0
    def peek(): return tokens[pos] if pos < len(tokens) else None
    def take():
        nonlocal pos; pos += 1; return tokens[pos - 1]
    def expr():
        v = term()
        while peek() in ("+", "-"): v = v + term() if take() == "+" else v - term()
        return v
    def term():
        v = factor()
        while peek() in ("*", "/"): v = v * factor() if take() == "*" else v / factor()
        return v
    def factor():
        t = take()
        if t == "(": v = expr(); take()
        elif t == "-": return -factor()
        else: v = float(t)
        return v ** factor() if peek() == "^" and take() else v
    return expr()
print([parse(e) for e in ("1+2*3", "(1+2)*3", "2^3^2", "-4/2", "1.5*(2-5)")])
try: parse("1/0")
except ZeroDivisionError as e: print(e)
