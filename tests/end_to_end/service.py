"""A service of its own for each test: the real program on a free port, with an empty data folder.

Only the public interface is used. Programs come from the environment: ZHIPI, ZHIPI_SPECIMENS, and
ZHIPI_TEST_RULES for the folder of rule packs. With ZHIPI_TEST_STORE, the URL of a PostgreSQL
database, each service keeps its records there, in a database of its own.
"""

import datetime
import hashlib
import http.client
import json
import os
import re
import signal
import struct
import subprocess
import tempfile
import time
import unittest
import zlib

PROGRAM = os.environ["ZHIPI"]
SPECIMENS = os.environ["ZHIPI_SPECIMENS"]
RULES = os.environ["ZHIPI_TEST_RULES"]
SERVER = os.environ.get("ZHIPI_TEST_STORE")
MATTER = "senior_allowance"
UNDER_WAY = ("received", "reading", "judging")
# 北京时间, in which the service counts days.
TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
PATIENCE = 120  # seconds, on a busy machine; nothing waits that long when all is well


def until(condition, what, patience=PATIENCE):
    """Asks again until the condition gives something; the service's own state decides."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        result = condition()
        if result:
            return result
        time.sleep(0.02)  # leaves the processor to the service
    raise AssertionError(f"{what} did not happen within {patience} s")


def store_of(data, server=SERVER):
    """Where the service of this data folder keeps records; made at the first time."""
    if server is None:
        return "sqlite"
    name = "e_" + hashlib.sha256(data.encode()).hexdigest()[:16]
    known = subprocess.run(["psql", server, "-Atc", "SELECT datname FROM pg_database"], check=True,
                           text=True, capture_output=True)
    if name not in known.stdout.split():
        subprocess.run(["psql", server, "-qc", f"CREATE DATABASE {name} TEMPLATE template0"],
                       check=True)
    return server.replace("/zhipi?", f"/{name}?")


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The kind of problem; None if this is no problem document."""
        if self.headers.get("Content-Type") != "application/problem+json":
            return None
        return self.json["type"].removeprefix("urn:zhipi:problem:")

    def __repr__(self):
        return f"{self.status} {self.body[:600]!r}"


class Service:
    """One process. The data folder outlives it, so that another can go on with it."""

    def __init__(self, data, key=None, options=("--trust-request-lookups",), workers=1, rules=RULES,
                 store=None):
        self.data, self.key = data, key
        self.log = open(os.path.join(data, "service.log"), "a", encoding="utf-8")
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--port", "0", "--data", data, "--rules", rules, "--workers",
             str(workers), "--store", store or store_of(data), *options],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.port = None
        for line in self.process.stdout:
            if found := re.fullmatch(r"API key \(shown once\): (\S+)\n", line):
                self.key = found.group(1)
            if found := re.fullmatch(r"zhipi listens on http://127\.0\.0\.1:(\d+)\n", line):
                self.port = int(found.group(1))
                break
        if self.port is None:
            raise AssertionError(f"the service did not start; it exited {self.wait()}")

    def call(self, method, path, body=None, headers=None, key=True):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            given = dict(headers or {})
            if key is True:
                key = self.key
            if key:
                given["Authorization"] = "Bearer " + key
            connection.request(method, path, body, given)
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()

    def get(self, path, **more):
        return self.call("GET", path, **more)

    def post(self, path, document, headers=None, **more):
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        return self.call("POST", path, body, {"Content-Type": "application/json", **(headers or {})},
                         **more)

    def submit(self, application, files=None, headers=None):
        """As JSON, or as multipart with a part for each file: {material: [bytes]}."""
        if not files:
            return self.post("/v1/applications", application, headers)
        body, content_type = multipart(application, files)
        return self.call("POST", "/v1/applications", body,
                         {"Content-Type": content_type, **(headers or {})})

    def finished(self, application):
        """The application once the machine has done with it."""
        def look():
            answer = self.get(f"/v1/applications/{application}")
            if answer.status != 200:
                raise AssertionError(f"{application}: {answer}")
            return answer.json if answer.json["state"] not in UNDER_WAY else None
        return until(look, f"the end of {application}")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.wait()

    def hang_up(self):
        """SIGHUP: the rules anew. What the log says of it, line by line."""
        def lines():
            with open(os.path.join(self.data, "service.log"), encoding="utf-8") as log:
                return [json.loads(line) for line in log if line.startswith("{")]
        before = len(lines())
        self.process.send_signal(signal.SIGHUP)
        done = ("rules_loaded", "rules_refused")
        until(lambda: any(line["event"] in done for line in lines()[before:]), "the end of loading")
        return lines()[before:]

    def stop(self):
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self):
        code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        self.log.close()
        return code


class ServiceTest(unittest.TestCase):
    """Starts a service before each test, and shows its log when the test fails."""

    options = ("--trust-request-lookups",)
    workers = 1
    rules = RULES

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="zhipi-end-to-end-")
        self.addCleanup(folder.cleanup)
        self.data = folder.name
        self.service = Service(self.data, options=self.options, workers=self.workers, rules=self.rules)
        self.addCleanup(self.end)

    def end(self):
        if self.service.process.poll() is None:
            self.service.kill()

    def restart(self):
        """Another process on the same data."""
        self.service = Service(self.data, self.service.key, self.options, self.workers)

    def command(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False,
                              timeout=PATIENCE,
                              env={**os.environ, "ZHIPI_STORE": store_of(self.data)})

    def assert_problem(self, answer, status, code):
        self.assertEqual((answer.status, answer.code), (status, code), answer)

    def assert_goes_on(self):
        self.assertEqual(self.service.get("/readyz", key=None).status, 200)


# --- Invented people and what they send


def id_number(birth, sequence):
    """With a valid check character (GB 11643-1999)."""
    digits = "350102" + birth.strftime("%Y%m%d") + f"{sequence:03d}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights)) % 11]


def bank_account(sequence):
    """Its last digit satisfies Luhn (ISO/IEC 7812-1)."""
    digits = f"62170018{sequence:010d}"
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


class Person:
    def __init__(self, sequence=122, name="林秀英"):
        self.name, self.sequence = name, sequence
        self.birth = datetime.date(1940, 5, 6)
        self.number = id_number(self.birth, sequence)
        self.address = f"福建省福州市鼓楼区样本路{sequence}号501室"
        self.card_from = "2006-05-06"
        self.proof_day = (TODAY - datetime.timedelta(days=30)).isoformat()

    def application(self, **changes):
        """Without materials."""
        application = {
            "matter": MATTER, "reference": f"R-{self.sequence}",
            "applicant": {"kind": "person", "name": self.name, "number": self.number},
            "form": {
                "full_name": self.name, "id_number": self.number,
                "id_valid_from": self.card_from, "id_valid_to": "9999-12-31",
                "address": self.address, "residence_issued_on": self.proof_day,
                "bank_account": bank_account(self.sequence), "account_name": self.name,
                "signature": "electronic"},
            "lookups": {
                "population": {"alive": True, "birth_date": self.birth.isoformat(),
                               "registered_at": "福建省福州市鼓楼区"},
                "civil_affairs": {"deceased": False, "active_grant": False,
                                  "granted_elsewhere": False, "low_income": False}}}
        application.update(changes)
        return application

    def card_licence(self):
        return {"full_name": self.name, "id_number": self.number,
                "birth_date": self.birth.isoformat(), "valid_from": self.card_from,
                "valid_to": "9999-12-31"}

    def proof_licence(self):
        return {"address": self.address, "issued_on": self.proof_day, "seal": {"present": True}}

    def electronic(self, **changes):
        """With both materials as e-licences: it can be approved in the answer."""
        return self.application(e_licences={"id_card": self.card_licence(),
                                            "residence_proof": self.proof_licence()}, **changes)

    def card_values(self):
        return {"full_name": self.name, "birth_date": self.birth.isoformat(),
                "id_number": self.number, "sex": "男" if int(self.number[16]) % 2 else "女",
                "ethnicity": "汉", "address": self.address,
                "issuing_authority": "福州市公安局鼓楼分局", "valid_from": self.card_from,
                "valid_to": "9999-12-31"}

    def proof_values(self):
        return {"full_name": self.name, "id_number": self.number, "address": self.address,
                "issued_on": self.proof_day, "issuer": "福州市鼓楼区样本社区居民委员会",
                "seal": True}


def draw(document, values, seed, condition="clean", layout=None):
    """A scan as the specimen generator draws it, as PNG."""
    with tempfile.TemporaryDirectory(prefix="zhipi-specimen-") as folder:
        path = os.path.join(folder, "scan.png")
        request = {"document": document, "values": values, "seed": seed, "font": "Noto Serif CJK SC",
                   "layout": {"jitter": 0, **(layout or {})}, "degrade": {"condition": condition},
                   "format": "png"}
        subprocess.run([SPECIMENS, "--request", "-", "--out", path], check=True, text=True,
                       input=json.dumps(request), capture_output=True)
        with open(path, "rb") as file:
            return file.read()


def blank_png(width=400, height=300, shade=255):
    """A page with nothing on it."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = (b"\0" + bytes([shade]) * width) * height
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def multipart(application, files, boundary="zhipi-end-to-end-boundary", part="application"):
    """Body and content type. `application` may be bytes; `part` is its name."""
    if not isinstance(application, bytes):
        application = json.dumps(application).encode()
    parts = [f'Content-Disposition: form-data; name="{part}"\r\n'.encode()
             + b"Content-Type: application/json\r\n\r\n" + application]
    for material, scans in files.items():
        for scan in scans:
            parts.append(f'Content-Disposition: form-data; name="{material}"; filename="scan"\r\n'
                         "Content-Type: application/octet-stream\r\n\r\n".encode() + scan)
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return (body + b"--" + boundary.encode() + b"--\r\n",
            f"multipart/form-data; boundary={boundary}")
