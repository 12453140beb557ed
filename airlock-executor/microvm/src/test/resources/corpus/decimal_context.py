from decimal import Decimal, getcontext, localcontext, ROUND_HALF_EVEN, InvalidOperation
getcontext().prec = 30
print(Decimal(1) / Decimal(7), Decimal("2.675").quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN))
with localcontext() as context:
    context.prec = 5
    print(Decimal(2).sqrt(), Decimal("1e3").normalize())
try:
    Decimal("x")
except InvalidOperation as error:
    print(type(error).__name__)
