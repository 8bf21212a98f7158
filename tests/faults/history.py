"""What a history is: every request of every client with its answer, and what was there at the end.

Plain values. `run.py` makes them, `checker.py` judges them, and the tests of the checker write them
by hand.
"""

import dataclasses
import hashlib


@dataclasses.dataclass(frozen=True)
class Call:
    """One request. `begun` and `ended` are places in the real-time order of the whole run: one call
    came before another if it ended before the other began, and at the same time otherwise."""

    client: int
    begun: int
    ended: int
    kind: str  # submit, withdraw, upload, read, list
    principal: str = "first"
    key: str | None = None  # Idempotency-Key
    sent: str = ""  # digest of the body
    reference: str = ""  # of the application that is submitted
    content: str = ""  # what must come back of it: see content_of
    application: str = ""  # the one that is read or withdrawn
    status: int | None = None  # None: the answer never came, so it happened or not
    problem: str | None = None
    retry_after: bool = False
    body: bytes = b""
    answer_id: str = ""  # who the answer says it is about
    answer_reference: str = ""
    state: str = ""  # and how it stands
    round: int = 1
    decision: str = ""  # digest of the decision that it shows; empty where there is none

    @property
    def acknowledged(self):
        return self.status is not None and 200 <= self.status < 300


@dataclasses.dataclass
class Kept:
    """An application at the end, as the database holds it."""

    id: str
    reference: str
    state: str
    round: int = 1
    content: str = ""
    engine_rounds: list = dataclasses.field(default_factory=list)  # a round for each decision
    decision: str = ""  # digest of the latest
    events: list = dataclasses.field(default_factory=list)  # names, in the order of the timeline
    jobs: list = dataclasses.field(default_factory=list)  # states of its open jobs


@dataclasses.dataclass
class Final:
    """The end of a run, after it came to rest."""

    applications: dict = dataclasses.field(default_factory=dict)  # id -> Kept
    listed: dict = dataclasses.field(default_factory=dict)  # id -> state, as the API lists them
    answers: dict = dataclasses.field(default_factory=dict)  # (principal, key) -> (status, body)
    materials: set = dataclasses.field(default_factory=set)  # digests that the database knows
    blobs: set = dataclasses.field(default_factory=set)  # digests of the files, by their content
    attached: set = dataclasses.field(default_factory=set)  # digests that applications name
    orphan_jobs: list = dataclasses.field(default_factory=list)  # without an application
    audit: list = dataclasses.field(default_factory=list)  # (sequence, action, subject)
    audit_verdict: str = ""  # empty: `zhipi audit verify` found it whole
    rederived: str = ""  # empty: `zhipi rederive` found every decision the same


@dataclasses.dataclass
class History:
    calls: list
    final: Final


def digest(data):
    return "sha256:" + hashlib.sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()


def content_of(request, files=()):
    """What of a submission must come back whatever happened: who, what, and with which files."""
    form = request.get("form", {})
    return "|".join([request.get("reference", ""), form.get("full_name", ""),
                     form.get("bank_account", ""), *sorted(files)])
