"""Services that share a PostgreSQL database, and a database that goes away in mid-commit."""

import http.client
import os
import random
import subprocess
import tempfile
import threading
import unittest

from service import PROGRAM, UNDER_WAY, Person, Service, blank_png, store_of, until

SEED = int(os.environ.get("ZHIPI_SEED", "20261120"))
CLUSTER = os.environ["ZHIPI_TEST_CLUSTER"]


class OwnDatabase(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(SEED)
        # Not below a folder that is its owner's alone: the server is another user.
        self.cluster = f"/tmp/zhipi-postgres-{os.getpid()}"
        self.database("start")
        self.addCleanup(self.database, "stop")
        folder = tempfile.TemporaryDirectory(prefix="zhipi-nodes-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.store = store_of(self.folder, f"postgresql://zhipi@/zhipi?host={self.cluster}")
        self.key = None

    def database(self, action):
        subprocess.run([CLUSTER, action, self.cluster], check=True, stdin=subprocess.DEVNULL)

    def serve(self, name):
        """A node with a data folder of its own; materials are in one that all share."""
        data = os.path.join(self.folder, name)
        os.makedirs(data, exist_ok=True)
        options = ("--trust-request-lookups", "--blobs", os.path.join(self.folder, "blobs"))
        service = Service(data, self.key, options, store=self.store)
        self.key = service.key
        self.addCleanup(lambda: service.process.poll() is None and service.kill())
        return service

    def submit(self, service, sequence, patience=60):
        """Again under the same key until it is taken in; 503 says to try again."""
        person = Person(sequence)
        scan = {"residence_proof": [blank_png(shade=sequence % 200)]} if sequence % 4 == 0 else None
        application = person.application() if scan else person.electronic()

        def attempt():
            try:
                answer = service.submit(application, scan, {"Idempotency-Key": f"key-{sequence}"})
            except (OSError, http.client.HTTPException):
                return None
            if answer.status == 503:
                self.assertIn("Retry-After", answer.headers, answer)
                return None
            self.assertIn(answer.status, (201, 202), answer)
            return answer.json["id"]
        return until(attempt, f"the reception of {sequence}", patience)

    def assert_one_chain(self):
        verified = subprocess.run(
            [PROGRAM, "audit", "verify", "--data", os.path.join(self.folder, "a"), "--store",
             self.store], capture_output=True, text=True, check=False)
        self.assertEqual(verified.returncode, 0, verified)

    def assert_decided_once(self, service, application):
        # A claim that was committed but never answered is given out again when its lease has passed.
        until(lambda: service.get(f"/v1/applications/{application}").json["state"] not in UNDER_WAY,
              f"the end of {application}", patience=400)
        timeline = service.get(f"/v1/applications/{application}/timeline").json["timeline"]
        ends = [event["event"] for event in timeline if event["event"] in ("decided", "parked")]
        self.assertEqual(len(ends), 1, timeline)

    def test_a_database_that_restarts_in_mid_commit_is_met_again_without_hands(self):
        service = self.serve("a")
        ids, lock, stop = {}, threading.Lock(), threading.Event()

        def client(first):
            sequence = first
            while not stop.is_set():
                application = self.submit(service, sequence)
                with lock:
                    ids[sequence] = application
                sequence += 10

        clients = [threading.Thread(target=client, args=(100 + n,)) for n in range(4)]
        for thread in clients:
            thread.start()
        for _ in range(3):
            enough = len(ids) + self.random.randint(3, 9)
            until(lambda: len(ids) >= enough, "further applications")
            self.database("restart")
        enough = len(ids) + 8
        until(lambda: len(ids) >= enough, "applications after the last restart")
        stop.set()
        for thread in clients:
            thread.join()
        self.assertIsNone(service.process.poll(), "the service went down with the database")
        for sequence, application in ids.items():
            self.assertEqual(self.submit(service, sequence), application)
            self.assert_decided_once(service, application)
        self.assertEqual(len(set(ids.values())), len(ids))
        self.assert_one_chain()
        print(f"{len(ids)} applications over 3 restarts", flush=True)

    def test_two_nodes_share_the_work_and_one_goes_on_alone(self):
        first, second = self.serve("a"), self.serve("b")
        ids = [self.submit(service, 200 + n) for n in range(12) for service in (first, second)]
        self.assertEqual(len(set(ids)), 12, "a key names one application, whichever node took it")
        first.kill()
        more = [self.submit(second, 301 + n) for n in range(3)]
        for application in more:
            self.assert_decided_once(second, application)
        again = self.serve("a")  # takes back what the one before had in hand
        for application in set(ids):
            self.assert_decided_once(again, application)
        self.assert_one_chain()


if __name__ == "__main__":
    unittest.main()
