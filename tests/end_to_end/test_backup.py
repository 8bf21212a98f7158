"""A backup while the service takes in applications, and starts that put right what was left behind."""

import contextlib
import datetime
import json
import os
import shutil
import sqlite3
import tempfile
import threading
import unittest

from service import SERVER, Person, Service, ServiceTest, blank_png, store_of

MODEL = os.path.join(os.path.dirname(__file__), "..", "..", "ocr", "model")


class Backup(ServiceTest):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory(prefix="zhipi-backup-")
        self.addCleanup(folder.cleanup)
        self.backup = os.path.join(folder.name, "backup")
        self.restored = os.path.join(folder.name, "restored")
        os.mkdir(self.restored)

    def submit_until(self, stop):
        sequence = 500
        while not stop.is_set():
            answer = self.service.submit(Person(sequence).electronic())
            self.assertEqual(answer.status, 201, answer)
            sequence += 1

    def restore(self):
        store = store_of(self.restored)
        return self.command("restore", self.backup, "--data", self.restored, "--store", store)

    def test_what_was_acknowledged_before_is_there_afterwards(self):
        before = [self.service.submit(Person(200 + n).electronic()).json["id"] for n in range(5)]
        scan = {"residence_proof": [blank_png()]}
        scanned = self.service.submit(Person(210).application(), scan).json["id"]
        stop = threading.Event()
        load = threading.Thread(target=self.submit_until, args=(stop,))
        load.start()
        made = self.command("backup", self.backup, "--data", self.data)
        stop.set()
        load.join()
        self.assertEqual(made.returncode, 0, made)
        self.assert_goes_on()

        restored = self.restore()
        self.assertEqual(restored.returncode, 0, restored)
        other = Service(self.restored, self.service.key)
        self.addCleanup(other.kill)
        for application in before:
            self.assertEqual(other.get(f"/v1/applications/{application}").json,
                             self.service.get(f"/v1/applications/{application}").json)
        self.assertNotEqual(other.finished(scanned)["state"], "received")
        page = other.get(f"/v1/applications/{scanned}/materials/residence_proof/pages/1")
        self.assertEqual(page.status, 200, page)
        # The restored node draws as the old one did, and can prove the old draws.
        self.assertEqual(self.key_in(self.restored), self.key_in(self.data))
        self.assertEqual(self.key_in(self.backup), self.key_in(self.data))

    def key_in(self, folder):
        path = os.path.join(folder, "spot-check.key")
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        with open(path, encoding="ascii") as file:
            return file.read()

    def test_a_folder_that_holds_something_is_refused(self):
        os.mkdir(self.backup)
        with open(os.path.join(self.backup, "letter"), "w", encoding="utf-8") as file:
            file.write("kept")
        made = self.command("backup", self.backup, "--data", self.data)
        self.assertEqual(made.returncode, 1, made)
        self.assertIn("holds something already", made.stderr)
        self.assertEqual(os.listdir(self.backup), ["letter"])

    def test_what_is_no_backup_is_not_restored(self):
        os.mkdir(self.backup)
        restored = self.restore()
        self.assertEqual(restored.returncode, 1, restored)
        self.assertIn("no finished backup", restored.stderr)
        self.assertEqual(os.listdir(self.restored), [])


class OwnSettings(ServiceTest):
    """Settings and a line model of the office's own: a new machine runs as the old one did."""

    def setUp(self):
        machine = tempfile.TemporaryDirectory(prefix="zhipi-machine-")
        self.addCleanup(machine.cleanup)
        self.backup = os.path.join(machine.name, "backup")
        self.restored = os.path.join(machine.name, "data")
        self.settings = os.path.join(machine.name, "etc", "zhipi")
        os.makedirs(self.settings)
        os.mkdir(self.restored)
        for name in ("reader.onnx", "reader.txt"):
            shutil.copy(os.path.join(MODEL, name), self.settings)
        self.config = os.path.join(self.settings, "zhipi.toml")
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(f"""claim_minutes = 7

[ocr.reader]
model = "{self.settings}/reader.onnx"
charset = "{self.settings}/reader.txt"
""")
        self.options = (*ServiceTest.options, "--config", self.config)
        super().setUp()
        self.before = self.bytes_of_settings()

    def bytes_of_settings(self):
        contents = {}
        for name in os.listdir(self.settings):
            with open(os.path.join(self.settings, name), "rb") as file:
                contents[name] = file.read()
        return contents

    def back_up_and_restore(self, between):
        made = self.command("backup", self.backup, "--data", self.data, "--config", self.config)
        self.assertEqual(made.returncode, 0, made)
        self.assertEqual(self.service.stop(), 0)
        between()
        restored = self.command("restore", self.backup, "--data", self.restored, "--store",
                                store_of(self.restored), "--config", self.config)
        self.assertEqual(restored.returncode, 0, restored)
        return restored.stdout

    def test_a_new_machine_runs_as_the_old_one_did(self):
        escalated = self.service.submit(Person().electronic(automated=False)).json["id"]
        made = self.command("key", "add", "desk", "reviewer", "--data", self.data)
        reviewer = made.stdout.split()[-1]
        told = self.back_up_and_restore(lambda: shutil.rmtree(self.settings))
        self.assertEqual(self.bytes_of_settings(), self.before)
        self.assertIn(f"and {self.config}\n", told)
        self.service = Service(self.restored, self.service.key, self.options)
        claimed = self.service.post(f"/v1/applications/{escalated}/claim", {}, key=reviewer)
        self.assertEqual(claimed.status, 200, claimed)
        until = datetime.datetime.fromisoformat(claimed.json["until"].replace("Z", "+00:00"))
        left = until - datetime.datetime.now(datetime.timezone.utc)
        self.assertLessEqual(left, datetime.timedelta(minutes=7))

    def test_settings_that_are_there_stay(self):
        def change():
            with open(self.config, "a", encoding="utf-8") as file:
                file.write("# changed\n")
            self.before = self.bytes_of_settings()
        told = self.back_up_and_restore(change)
        self.assertEqual(self.bytes_of_settings(), self.before)
        self.assertNotIn(self.config, told)


class Check(ServiceTest):
    def test_a_sound_store_is_said_to_be_fine(self):
        self.service.submit(Person().electronic())
        self.assertEqual(self.service.stop(), 0)
        checked = self.command("serve", "--check", "--data", self.data)
        self.assertEqual(checked.returncode, 0, checked)
        self.assertIn("the audit log has", checked.stdout)


class Repairs(ServiceTest):
    """What a start puts right, and says."""

    def logged(self, event):
        with open(os.path.join(self.data, "service.log"), encoding="utf-8") as log:
            lines = [json.loads(line) for line in log if line.startswith("{")]
        return [line for line in lines if line["event"] == event]

    def test_files_that_a_crash_left_half_written_are_removed(self):
        self.service.kill()
        half = os.path.join(self.data, "blobs", "incoming", "half")
        with open(half, "wb") as file:
            file.write(b"half")
        self.restart()
        self.assertFalse(os.path.exists(half))
        self.assertEqual([line["files"] for line in self.logged("unfinished_files_removed")], [1])

    @unittest.skipIf(SERVER, "takes the job away behind the service's back, in the file")
    def test_an_application_that_no_job_would_decide_gets_one(self):
        scan = {"id_card": [blank_png(2000, 2800)]}
        ids = [self.service.submit(Person(600 + n).application(), scan).json["id"] for n in range(4)]
        self.service.kill()
        with contextlib.closing(sqlite3.connect(os.path.join(self.data, "zhipi.db"))) as database:
            jobs = database.execute("DELETE FROM jobs").rowcount
            database.commit()
        self.assertGreater(jobs, 0)
        self.restart()
        for application in ids:
            self.service.finished(application)
        self.assertEqual([line["jobs"] for line in self.logged("jobs_made_anew")], [jobs])


if __name__ == "__main__":
    unittest.main()
