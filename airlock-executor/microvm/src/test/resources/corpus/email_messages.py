from email.message import EmailMessage
from email import message_from_string, policy
m = EmailMessage(); m["Subject"] = "Hé"; m["From"] = "A <a@x>"; m["To"] = "b@y"; m.set_content("body\n"); m.add_attachment(b"data", maintype="application", subtype="x", filename="f.bin"); m.set_boundary("BOUND"); print(m.as_string())
p = message_from_string("Subject: =?utf-8?q?H=C3=A9?=\nX: 1\n\ntext", policy=policy.default); print(p["subject"], p.get_body().get_content(), p.keys())
