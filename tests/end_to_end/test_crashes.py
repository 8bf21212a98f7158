"""What was answered 2xx survives whatever happens to the process, and is decided exactly once."""

import concurrent.futures
import http.client
import os
import random
import threading
import unittest

from service import UNDER_WAY, Person, ServiceTest, blank_png, until

SEED = int(os.environ.get("ZHIPI_SEED", "20261120"))
CRASHES = 6
CLIENTS = 4


class Submission:
    """One application, sent again under the same key until it has been answered."""

    def __init__(self, sequence):
        person = Person(sequence)
        self.key = f"submission-{sequence}"
        # Every third has a scan, so that the queue is hit too.
        self.files = {"residence_proof": [blank_png(shade=sequence % 200)]} if sequence % 3 == 0 else None
        self.application = person.application() if self.files else person.electronic()
        self.first = None  # the first answer

    def send(self, service):
        answer = service.submit(self.application, self.files, {"Idempotency-Key": self.key})
        if answer.status not in (201, 202):
            raise AssertionError(f"{self.key}: {answer}")
        return answer


class KilledAtAnyMoment(ServiceTest):
    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        self.submissions = []
        print(f"seed {SEED} (set ZHIPI_SEED to replay)", flush=True)

    def submit_until_killed(self, moment):
        """Clients submit without pause; the process dies when `moment` requests have been sent."""
        lock = threading.Lock()
        sent = 0
        dead = threading.Event()

        def client():
            nonlocal sent
            while not dead.is_set():
                with lock:
                    submission = Submission(100 + len(self.submissions))
                    self.submissions.append(submission)
                    sent += 1
                    if sent == moment:
                        reached.set()
                try:
                    submission.first = submission.send(self.service)
                except (OSError, http.client.HTTPException):
                    return  # the answer never came: it may have happened or not

        reached = threading.Event()
        clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
        for thread in clients:
            thread.start()
        self.assertTrue(reached.wait(120), "the clients got stuck")
        self.service.kill()
        dead.set()
        for thread in clients:
            thread.join()

    def test_nothing_acknowledged_is_lost_or_decided_twice(self):
        for _ in range(CRASHES):
            self.submit_until_killed(self.random.randint(1, 25))
            self.restart()
            self.check_acknowledged()
        self.check_all_end_once()
        self.assertEqual(self.service.stop(), 0)
        verified = self.command("audit", "verify", "--data", self.data)
        self.assertEqual(verified.returncode, 0, verified)

    def check_acknowledged(self):
        for submission in self.submissions:
            again = submission.send(self.service)
            if submission.first is None:
                submission.first = again
            self.assertEqual(again.body, submission.first.body, submission.key)
            found = self.service.get("/v1/applications/" + again.json["id"])
            self.assertEqual(found.status, 200, found)

    def check_all_end_once(self):
        ids = [submission.first.json["id"] for submission in self.submissions]
        self.assertEqual(len(set(ids)), len(ids))
        self.assertEqual(set(self.every_id()), set(ids))
        for application in ids:
            ended = self.service.finished(application)
            # A job in hand at three crashes is suspected of causing them, and goes to a person.
            ends = [event["event"] for event in self.events(application)
                    if event["event"] in ("decided", "parked")]
            self.assertEqual(len(ends), 1, (ended, self.events(application)))
        print(f"{len(ids)} applications over {CRASHES} crashes", flush=True)

    def events(self, application):
        return self.service.get(f"/v1/applications/{application}/timeline").json["timeline"]

    def every_id(self):
        cursor = ""
        while True:
            page = self.service.get(f"/v1/applications?sort=received&limit=200{cursor}").json
            yield from (application["id"] for application in page["applications"])
            if page["next"] is None:
                return
            cursor = "&cursor=" + page["next"]


class Stopping(ServiceTest):
    def test_sigterm_answers_who_waits_and_loses_nothing(self):
        scan = {"id_card": [blank_png(2000, 2800)]}
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            waiting = [pool.submit(self.service.submit, Person(150 + n).application(), scan,
                                   {"Prefer": "wait=60"}) for n in range(4)]
            until(lambda: len(self.service.get("/v1/applications").json["applications"]) == 4,
                  "the reception of all four")
            code = self.service.stop()
            answers = [each.result() for each in waiting]
        self.assertEqual(code, 0)
        self.assertLessEqual({answer.status for answer in answers}, {201, 202}, answers)
        self.restart()
        for answer in answers:
            self.assertNotIn(self.service.finished(answer.json["id"])["state"], UNDER_WAY)

    def test_sigterm_while_idle_ends_at_once(self):
        self.assertEqual(self.service.stop(), 0)


if __name__ == "__main__":
    unittest.main()
