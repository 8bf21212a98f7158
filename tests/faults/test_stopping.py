"""SIGTERM finishes what runs, or hands it back; a start takes back what a crash left. Nothing that
was acknowledged is lost, and no result comes twice."""

import contextlib
import json
import os
import signal
import sqlite3
import time
import unittest

from service import Person, ServiceTest, blank_png, until

LONG_WORK = {"residence_proof": [blank_png(2000, 2800)] * 20}


class StoppingTest(ServiceTest):
    def begin(self, files):
        """An application whose scans are being read."""
        answer = self.service.submit(Person().application(), files)
        self.assertEqual(answer.status, 202, answer)
        until(lambda: "leased" in self.jobs(), "a worker's taking it")
        return answer.json["id"]

    def jobs(self):
        """State of each job; the API does not tell who has one in hand."""
        with contextlib.closing(sqlite3.connect(os.path.join(self.data, "zhipi.db"))) as database:
            return [state for (state,) in database.execute("SELECT state FROM jobs")]

    def log(self, event):
        with open(os.path.join(self.data, "service.log"), encoding="utf-8") as log:
            lines = [json.loads(line) for line in log if line.startswith("{")]
        return [line for line in lines if line["event"] == event]

    def events(self, application):
        timeline = self.service.get(f"/v1/applications/{application}/timeline").json["timeline"]
        return [event["event"] for event in timeline]

    def terminate_twice(self):
        before = len(self.log("stopping"))
        self.service.process.send_signal(signal.SIGTERM)
        until(lambda: len(self.log("stopping")) > before, "the beginning of the stop")
        begun = time.monotonic()
        self.assertEqual(self.service.stop(), 0)
        return time.monotonic() - begun


class ScanInProgress(StoppingTest):
    def test_is_finished_before_the_process_ends(self):
        application = self.begin({"residence_proof": [blank_png(600, 800)]})
        self.assertEqual(self.service.stop(), 0)
        self.assertEqual(self.jobs(), [])
        self.restart()
        self.assertEqual(self.events(application).count("decided"), 1)
        self.assertEqual(self.log("jobs_taken_back"), [])

    def test_is_handed_back_at_a_second_signal_however_often(self):
        application = self.begin(LONG_WORK)
        for times in range(4):  # more often than a job may be tried
            self.assertLess(self.terminate_twice(), 10)
            self.assertEqual(self.jobs(), ["waiting"])
            self.assertEqual([line["jobs"] for line in self.log("jobs_handed_back")],
                             [1] * (times + 1))
            self.restart()
            until(lambda: "leased" in self.jobs(), "a worker's taking it again")
        self.service.finished(application)
        self.assertEqual(self.events(application).count("decided"), 1)
        self.assertNotIn("parked", self.events(application))
        self.assertEqual(self.log("jobs_taken_back"), [])

    def test_is_taken_back_after_a_crash_and_the_start_says_so(self):
        application = self.begin({"residence_proof": [blank_png(2000, 2800)]})
        self.service.kill()
        self.assertEqual(self.jobs(), ["leased"])
        self.restart()
        self.service.finished(application)
        self.assertEqual([line["jobs"] for line in self.log("jobs_taken_back")], [1])
        self.assertEqual(self.events(application).count("decided"), 1)


class TimeIsUp(StoppingTest):
    options = ("--trust-request-lookups", "--stop-limit", "1")

    def test_is_handed_back_when_the_limit_has_passed(self):
        application = self.begin(LONG_WORK)
        self.assertEqual(self.service.stop(), 0)
        self.assertEqual([line["jobs"] for line in self.log("jobs_handed_back")], [1])
        self.restart()
        self.service.finished(application)
        self.assertEqual(self.events(application).count("decided"), 1)


class RemovedKey(ServiceTest):
    def test_ends_while_its_owner_is_at_work(self):
        made = self.command("key", "add", "desk", "reviewer", "--data", self.data)
        key = made.stdout.split(": ")[1].strip()
        self.assertEqual(self.service.get("/v1/applications", key=key).status, 200)
        removed = self.command("key", "remove", "desk", "--data", self.data)
        self.assertEqual(removed.returncode, 0, removed)
        until(lambda: self.service.get("/v1/applications", key=key).status == 401, "the refusal")
        again = self.command("key", "remove", "desk", "--data", self.data)
        self.assertEqual(again.returncode, 1, again)
        self.assertIn("desk", again.stderr)

    def test_that_was_the_last_keeps_nobody_from_starting(self):
        self.assertEqual(self.command("key", "remove", "first", "--data", self.data).returncode, 0)
        self.assertEqual(self.service.stop(), 0)
        self.restart()
        self.assert_problem(self.service.get("/v1/applications"), 401, "unknown_key")


if __name__ == "__main__":
    unittest.main()
