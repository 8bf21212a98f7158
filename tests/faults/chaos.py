"""Makes a history: clients against a service that is killed again and again.

32 clients submit, repeat, withdraw, upload and read as a seed says; the service is ended with
`kill -9` at instants that the seed draws, sometimes before it is up, and started again on the same
data; its readers are killed too. Every request and answer is written down.
"""

import collections
import dataclasses
import http.client
import json
import os
import random
import signal
import subprocess
import threading
import time

import database
from history import Call, Final, History, Kept, content_of, digest
from service import PROGRAM, RULES, UNDER_WAY, Person, Service, blank_png, draw, multipart

CLIENTS = 32
REST = 180  # seconds until everything must have come to its end, on a busy machine
REFERENCE = "R-"


@dataclasses.dataclass
class Request:
    kind: str
    method: str
    path: str
    principal: str
    body: bytes = b""
    content_type: str = "application/json"
    key: str | None = None
    reference: str = ""
    content: str = ""
    application: str = ""

    @property
    def sent(self):
        return digest(self.body)


class Requests:
    """What clients ask, by a sequence that tells applications apart."""

    def __init__(self, specimen):
        self.lock = threading.Lock()
        self.last = 0
        self.specimen = specimen

    def next(self):
        with self.lock:
            self.last += 1
            return self.last

    def submission(self, chance, principal):
        number = self.next()
        person = Person(100 + number % 900)
        reference = f"{REFERENCE}{number}"
        request = Request("submit", "POST", "/v1/applications", principal, key=f"key-{number}",
                          reference=reference)
        files = {}
        if chance.random() < 0.06:
            files = {"residence_proof": [blank_png(60, 80, shade=chance.randrange(256))
                                         for _ in range(chance.randint(1, 2))]}
        elif self.specimen and chance.random() < 0.01:
            files = {"id_card": [self.specimen]}
        document = (person.application if files else person.electronic)(reference=reference)
        if files:
            request.body, request.content_type = multipart(document, files)
        else:
            request.body = json.dumps(document).encode()
        request.content = content_of(document, [digest(scan) for scans in files.values()
                                                for scan in scans])
        return request

    @staticmethod
    def with_another_body(request):
        """The same key, and a body that it did not come with."""
        if request.content_type != "application/json":
            return request
        document = json.loads(request.body)
        document["form"]["address"] = "福建省福州市鼓楼区样本路999号"
        return dataclasses.replace(request, body=json.dumps(document).encode())

    def upload(self, chance, principal):
        return Request("upload", "POST", "/v1/materials", principal, content_type="image/png",
                       body=blank_png(40, 40, shade=chance.randrange(256)))

    def withdrawal(self, chance, principal, application):
        body = json.dumps({"grounds": f"不再申请 {chance.randrange(1000)}"}).encode()
        return Request("withdraw", "POST", f"/v1/applications/{application}/withdraw", principal,
                       body=body, application=application)

    @staticmethod
    def reading(principal, application):
        return Request("read", "GET", f"/v1/applications/{application}", principal,
                       application=application)


class Client(threading.Thread):
    """Asks as its own seed says, one request at a time; repeats what was not answered."""

    def __init__(self, number, run):
        super().__init__(name=f"client-{number}")
        self.number, self.run_ = number, run
        self.chance = random.Random(f"{run.seed} client {number}")
        self.connection = None
        self.port = None
        self.unanswered = collections.deque()
        self.failure = None

    def run(self):
        try:
            while not self.run_.over.is_set():
                self.send(self.choose())
                self.run_.over.wait(self.chance.expovariate(1 / self.run_.pause))
        except Exception as failure:  # told by the main thread
            self.failure = failure
        finally:
            self.disconnect()

    def choose(self):
        run, chance = self.run_, self.chance
        principal = chance.choice(run.principals)
        die = chance.random()
        if self.unanswered and die < 0.7:  # late, and in any order
            self.unanswered.rotate(chance.randrange(len(self.unanswered)))
            return self.unanswered.popleft()
        recent = run.recent_application(chance)
        if die < 0.40:
            request = run.requests.submission(chance, principal)
            run.remember(request)
            return request
        if die < 0.60 and (before := run.earlier_request(chance)):
            if chance.random() < 0.2:
                return run.requests.with_another_body(before)
            return before  # also while its first sender still waits for the answer
        if die < 0.70 and recent:
            return run.requests.withdrawal(chance, principal, recent)
        if die < 0.75:
            return run.requests.upload(chance, principal)
        if recent:
            return run.requests.reading(principal, recent)
        return run.requests.submission(chance, principal)

    def send(self, request):
        run = self.run_
        run.up.wait(REST)
        begun = time.monotonic_ns()
        answer = self.ask(request)
        call = as_call(self.number, begun, time.monotonic_ns(), request, answer)
        with run.lock:
            run.calls.append(call)
            if call.acknowledged and request.kind == "submit":
                run.applications.append(call.answer_id)
        if (answer is None or call.status == 503) and request.key:
            self.unanswered.append(request)
        return call

    def ask(self, request):
        """Status, headers and body; nothing if the connection broke first."""
        try:
            if self.connection is None or self.port != self.run_.service.port:
                self.disconnect()
                self.port = self.run_.service.port
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=REST)
            headers = {"Authorization": "Bearer " + self.run_.tokens[request.principal]}
            if request.body:
                headers["Content-Type"] = request.content_type
            if request.key:
                headers["Idempotency-Key"] = request.key
            self.connection.request(request.method, request.path, request.body or None, headers)
            response = self.connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        except TimeoutError:
            raise
        except (OSError, http.client.HTTPException):
            self.disconnect()
            return None

    def disconnect(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def as_call(client, begun, ended, request, answer):
    call = {"client": client, "begun": begun, "ended": ended, "kind": request.kind,
            "principal": request.principal, "key": request.key, "sent": request.sent,
            "reference": request.reference, "content": request.content,
            "application": request.application}
    if answer is None:
        return Call(**call)
    status, headers, body = answer
    call.update(status=status, body=body, retry_after="Retry-After" in headers)
    document = json.loads(body)
    if status >= 400:
        call["problem"] = document["type"].removeprefix("urn:zhipi:problem:")
    else:
        call["answer_id"] = document["id"]
        call["answer_reference"] = document.get("reference") or ""
        call["state"] = document.get("state", "")
        call["round"] = document.get("round", 1)
        if document.get("decision"):
            call["decision"] = decision_digest(document["decision"])
    return Call(**call)


def decision_digest(decision):
    return digest(json.dumps(decision, sort_keys=True))


class Run:
    """One run: `kills` times a service lives and dies, then a last one brings all to rest."""

    def __init__(self, data, seed, kills, store=None, pause=0.15, longest_life=1.2):
        self.data, self.seed, self.kills, self.store = data, seed, kills, store
        self.pause, self.longest_life = pause, longest_life
        self.chance = random.Random(f"{seed} killer")
        self.lock = threading.Lock()
        self.over, self.up = threading.Event(), threading.Event()
        self.calls, self.applications = [], []
        self.asked = []  # submissions so far
        self.requests = Requests(draw("id_card_front", Person().card_values(), 1))
        self.options = ("--trust-request-lookups", *(("--store", store) if store else ()))
        self.service = Service(data, options=self.options)
        self.tokens = {"first": self.service.key, "window": self.new_key("window")}
        self.principals = ("first", "first", "first", "window")

    def new_key(self, name):
        made = subprocess.run([PROGRAM, "key", "add", name, "submitter", "reviewer", "--data",
                               self.data, *self.store_option()], capture_output=True, text=True,
                              check=True)
        return made.stdout.split(": ")[1].strip()

    def store_option(self):
        return ("--store", self.store) if self.store else ()

    # --- what clients share

    def remember(self, request):
        with self.lock:
            self.asked.append(request)

    def earlier_request(self, chance):
        """Mostly one of the last, so that many send the same at once; sometimes a very old one."""
        with self.lock:
            if not self.asked:
                return None
            return chance.choice(self.asked[-4:] if chance.random() < 0.6 else self.asked)

    def recent_application(self, chance):
        with self.lock:
            if not self.applications:
                return None
            return chance.choice(self.applications[-12:] if chance.random() < 0.7
                                 else self.applications)

    # --- living and dying

    def make(self):
        clients = [Client(number, self) for number in range(CLIENTS)]
        for client in clients:
            client.start()
        self.up.set()
        try:
            for _ in range(self.kills):
                self.live_and_die()
        finally:
            self.over.set()
            self.up.set()
            for client in clients:
                client.join()
        for client in clients:
            if client.failure:
                raise client.failure
        return History(self.calls, self.rest(clients))

    def live_and_die(self):
        life = self.chance.uniform(0.02, self.longest_life)
        kills_reader = self.chance.random() < 0.3
        dies_early = self.chance.random() < 0.15
        self.over.wait(life / 2)
        if kills_reader:
            kill_a_reader(self.service.process.pid, self.chance)
        self.over.wait(life / 2)
        self.up.clear()
        self.service.kill()
        if dies_early:
            self.die_at_birth(self.chance.uniform(0, 0.3))
        self.service = Service(self.data, self.service.key, self.options)
        self.up.set()

    def die_at_birth(self, after):
        command = [PROGRAM, "serve", "--port", "0", "--data", self.data, "--rules", RULES,
                   "--workers", "1", *self.options]
        with open(os.path.join(self.data, "service.log"), "a", encoding="utf-8") as log:
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log)
        self.over.wait(after)
        process.kill()
        process.wait()

    # --- coming to rest

    def rest(self, clients):
        """Everything that was not answered is sent again, everything under way comes to its end."""
        last = clients[0]
        for client in clients:
            for request in list(client.unanswered):
                last.send(request)
        for request in self.asked[:: max(1, len(self.asked) // 500)]:  # across the last restart
            last.send(request)
        # Most of what must be read is left over, for no life is long: the more kills, the more.
        seconds = REST * max(1, self.kills // 50)
        deadline = time.monotonic() + seconds
        while self.under_way():
            if time.monotonic() > deadline:
                raise AssertionError(f"applications are under way still, {seconds} s after the last kill")
            time.sleep(0.1)  # leaves the processor to the service
        final = Final(listed=self.listed())
        last.disconnect()
        code = self.service.stop()
        if code != 0:
            raise AssertionError(f"SIGTERM ended the service with {code}")
        database.fill(final, self.data, self.store)
        final.audit_verdict = self.verdict("audit", "verify")
        decided = [one.id for one in final.applications.values() if one.engine_rounds]
        for at in range(0, len(decided), 1000):
            final.rederived += self.verdict("rederive", *decided[at:at + 1000], "--rules", RULES)
        return final

    def under_way(self):
        return any(self.service.get(f"/v1/applications?state={state}&limit=1").json["applications"]
                   for state in UNDER_WAY)

    def listed(self):
        found, cursor = {}, ""
        while True:
            page = self.service.get(f"/v1/applications?sort=received&limit=200{cursor}").json
            found.update((one["id"], one["state"]) for one in page["applications"])
            if page["next"] is None:
                return found
            cursor = "&cursor=" + page["next"]

    def verdict(self, *command):
        """Empty if the command was content, otherwise what it said."""
        done = subprocess.run([PROGRAM, *command, "--data", self.data, *self.store_option()],
                              capture_output=True, text=True, check=False)
        said = "\n".join(line for line in (done.stdout + done.stderr).splitlines()
                         if "byte for byte" not in line)
        return "" if done.returncode == 0 else f"{command[0]} exited {done.returncode}: {said}"


def kill_a_reader(parent, chance):
    """One of the service's children, as the system might; the service has to go on."""
    children = []
    for thread in os.listdir(f"/proc/{parent}/task"):
        with open(f"/proc/{parent}/task/{thread}/children", encoding="ascii") as file:
            children += [int(child) for child in file.read().split()]
    if children:
        try:
            os.kill(chance.choice(sorted(children)), signal.SIGKILL)
        except ProcessLookupError:
            pass  # it was faster
