import random, uuid, secrets, os
print(random.random() != random.random(), uuid.uuid4() != uuid.uuid4(), len(secrets.token_hex(8)), os.urandom(8) != os.urandom(8), uuid.uuid4().version, 0 <= secrets.randbelow(10) < 10)
