import calendar
print(calendar.month(2024, 2))
print(calendar.monthrange(2023, 2), calendar.isleap(2000), calendar.weekday(2024, 7, 4))
print(calendar.TextCalendar(calendar.SUNDAY).formatmonth(2025, 11))
