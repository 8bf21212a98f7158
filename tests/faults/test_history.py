"""Whatever happens to the process, nothing acknowledged is lost and everything is decided once."""

import os
import tempfile
import time
import unittest

import checker
from chaos import Run

SEED = int(os.environ.get("ZHIPI_SEED", "20261120"))
KILLS = int(os.environ.get("ZHIPI_KILLS", "50"))
STORE = os.environ.get("ZHIPI_TEST_STORE")
SHOWN = 40


def replay():
    store = f"ZHIPI_TEST_STORE={STORE} " if STORE else ""
    return (f"{store}ZHIPI_SEED={SEED} ZHIPI_KILLS={KILLS} "
            "ctest --test-dir build -R 'faults: history' --output-on-failure")


class KilledAgainAndAgain(unittest.TestCase):
    def test_nothing_acknowledged_is_lost_and_each_round_is_decided_once(self):
        with tempfile.TemporaryDirectory(prefix="zhipi-history-") as data:
            begun = time.monotonic()
            try:
                history = Run(data, SEED, KILLS, STORE).make()
                found = checker.violations(history)
            except Exception:
                self.show_log(data)
                print(f"replay: {replay()}", flush=True)
                raise
            self.tell(history, time.monotonic() - begun)
            if found:
                self.show_log(data)
                self.fail("\n".join([f"{len(found)} promises broken", *found[:SHOWN],
                                     f"replay: {replay()}"]))
        self.assert_it_was_worth_it(history)

    def tell(self, history, seconds):
        calls = history.calls
        lost = sum(call.status is None for call in calls)
        print(f"seed {SEED}: {KILLS} kills, {len(calls)} calls of which {lost} unanswered, "
              f"{len(history.final.applications)} applications, {seconds:.0f} s", flush=True)

    def assert_it_was_worth_it(self, history):
        """A run in which nothing happened shows nothing."""
        final, calls = history.final, history.calls
        self.assertGreater(len(final.applications), KILLS)
        self.assertTrue(any(call.problem == "key_reused" for call in calls))
        self.assertTrue(any(call.kind == "withdraw" and call.acknowledged for call in calls))
        self.assertTrue(any(call.status is None for call in calls))
        self.assertTrue(any("read" in one.events for one in final.applications.values()))

    @staticmethod
    def show_log(data):
        with open(os.path.join(data, "service.log"), encoding="utf-8") as log:
            lines = [line for line in log if '"event":"request"' not in line]
        print("".join(lines[-SHOWN:]), flush=True)


if __name__ == "__main__":
    unittest.main()
