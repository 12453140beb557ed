"""What a file holds back is written, whoever holds the file: a writer of rows, a list, an attribute of an object with an end of its own."""
import csv
import os


def through():
    return os.fdopen(os.dup(1), "w")


class Journal:
    def __init__(self):
        self.file = through()

    def __del__(self):
        self.file.write("the journal is closed\n")
        self.file.close()


journal = Journal()
print("first", flush=True)
file = through()
rows = csv.writer(file)
rows.writerow(["a", 1])
