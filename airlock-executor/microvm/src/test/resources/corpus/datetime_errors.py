import datetime
for act in (lambda: datetime.date(2023, 2, 29), lambda: datetime.datetime.fromisoformat("yesterday"), lambda: datetime.date.min - datetime.timedelta(1)):
    try:
        print(act())
    except (ValueError, OverflowError) as error:
        print(type(error).__name__, error)
