"""A mail server on this machine: speaks enough SMTP over real sockets, keeps what it is given."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass
class MailServer:
    """What was received, by whom it was sent, and how the server behaves.

    ``refuses`` are addresses that it does not take; ``hangs_up`` breaks the line off after a text.
    """

    port: int
    messages: list[tuple[str, EmailMessage]] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    hangs_up: bool = False
    password: str = ""
    context: ssl.SSLContext | None = None


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        """One connection, line by line."""
        self.desk: MailServer = self.server.desk  # type: ignore[attr-defined]
        self.safe = False
        self.to: list[str] = []
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            word, _, rest = line.partition(" ")
            if word.upper() == "QUIT":
                self.say("221 bye")
                return
            if not getattr(self, f"on_{word.lower()}", self.on_unknown)(rest):
                return

    def say(self, *lines: str) -> bool:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())
        self.wfile.flush()
        return True

    def on_unknown(self, rest: str) -> bool:
        return self.say("502 no")

    def on_ehlo(self, rest: str) -> bool:
        lines = ["250-here"]
        if self.desk.context is not None and not self.safe:
            lines.append("250-STARTTLS")
        return self.say(*lines, "250 AUTH PLAIN")

    def on_starttls(self, rest: str) -> bool:
        assert self.desk.context is not None
        self.say("220 go")
        try:
            safe = self.desk.context.wrap_socket(self.connection, server_side=True)
        except ssl.SSLError:  # the other side does not trust the certificate
            return False
        self.plain = self.rfile, self.wfile
        self.connection, self.safe = safe, True
        self.rfile, self.wfile = safe.makefile("rb"), safe.makefile("wb")
        return True

    def finish(self) -> None:
        """Close what STARTTLS has opened, too."""
        super().finish()
        if self.safe:
            for file in self.plain:
                file.close()
            self.connection.close()

    def on_auth(self, rest: str) -> bool:
        _, user, password = base64.b64decode(rest.split()[1]).decode().split("\0")
        self.desk.logins.append(user)
        good = password == self.desk.password
        return self.say("235 welcome" if good else "535 wrong")

    def on_mail(self, rest: str) -> bool:
        self.to = []
        return self.say("250 ok")

    def on_rcpt(self, rest: str) -> bool:
        address = rest.partition("<")[2].partition(">")[0]
        if address in self.desk.refuses:
            return self.say("550 no such user")
        self.to.append(address)
        return self.say("250 ok")

    def on_rset(self, rest: str) -> bool:
        return self.say("250 ok")

    def on_data(self, rest: str) -> bool:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        message: Any = message_from_bytes(b"".join(lines), policy=policy.default)
        self.desk.messages += [(to, message) for to in self.to]
        return False if self.desk.hangs_up else self.say("250 taken")


@contextmanager
def mail_server(certificate: Path | None = None, password: str = "") -> Iterator[MailServer]:
    """A server; with ``certificate`` (see ``new_certificate``) it offers STARTTLS."""
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk) as server:
        server.daemon_threads = True
        desk = MailServer(server.server_address[1], context=context, password=password)
        server.desk = desk  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield desk
        finally:
            server.shutdown()
            thread.join()


def new_certificate(path: Path) -> Path:
    """A certificate of 127.0.0.1 that is its own authority, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return path
