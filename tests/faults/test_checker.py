"""The checker finds what it is there for: histories with one thing wrong, written by hand."""

import dataclasses
import unittest

import checker
from history import Call, Final, History, Kept, digest

BODY = b'{"id":"A1"}'


def sound():
    """Two clients: one submits and reads, the other uploads, submits a scan and withdraws it."""
    scan = digest(b"scan")
    calls = [
        Call(client=0, begun=1, ended=4, kind="submit", key="k1", sent=digest("one"), reference="R1",
             content="R1|甲", status=201, body=BODY, answer_id="A1", answer_reference="R1",
             state="decided", decision="d1"),
        Call(client=1, begun=2, ended=3, kind="upload", sent=scan, status=201, answer_id=scan),
        Call(client=0, begun=5, ended=6, kind="submit", key="k1", sent=digest("one"), reference="R1",
             content="R1|甲", status=201, body=BODY, answer_id="A1", answer_reference="R1",
             state="decided", decision="d1"),
        Call(client=1, begun=7, ended=8, kind="submit", key="k2", sent=digest("two"), reference="R2",
             content="R2|乙", status=202, body=b'{"id":"A2"}', answer_id="A2",
             answer_reference="R2", state="received"),
        Call(client=0, begun=9, ended=10, kind="read", application="A2", status=200, answer_id="A2",
             state="reading"),
        Call(client=1, begun=11, ended=13, kind="withdraw", application="A2", status=200,
             answer_id="A2", state="withdrawn"),
        Call(client=0, begun=12, ended=14, kind="read", application="A2", status=200, answer_id="A2",
             state="withdrawn"),
        Call(client=0, begun=15, ended=16, kind="read", application="A1", status=200, answer_id="A1",
             state="decided", decision="d1"),
        Call(client=1, begun=17, ended=18, kind="submit", key="k1", sent=digest("other"),
             reference="R1", status=422, problem="key_reused"),
        Call(client=1, begun=19, ended=20, kind="read", application="A1"),
    ]
    final = Final(
        applications={
            "A1": Kept("A1", "R1", "decided", content="R1|甲", engine_rounds=[1], decision="d1",
                       events=["received", "facts_frozen", "decided"]),
            "A2": Kept("A2", "R2", "withdrawn", content="R2|乙", events=["received", "withdrawn"])},
        listed={"A1": "decided", "A2": "withdrawn"},
        answers={("first", "k1"): (201, BODY), ("first", "k2"): (202, b'{"id":"A2"}')},
        materials={scan}, blobs={scan, digest(b"never acknowledged")}, attached={scan},
        audit=[(1, "material_added", scan), (2, "received", "A1"), (3, "decided", "A1"),
               (4, "received", "A2"), (5, "withdrawn", "A2")])
    return History(calls, final)


class SoundHistory(unittest.TestCase):
    def test_has_nothing_wrong(self):
        self.assertEqual(checker.violations(sound()), [])


class BrokenHistory(unittest.TestCase):
    """Each takes the sound one, breaks one thing, and names the rule that must say so."""

    def setUp(self):
        self.history = sound()
        self.final = self.history.final

    def change(self, at, **changes):
        self.history.calls[at] = dataclasses.replace(self.history.calls[at], **changes)

    def assert_found(self, rule):
        found = checker.violations(self.history)
        self.assertTrue(any(one.startswith(rule.__name__ + ":") for one in found), found)

    def test_an_acknowledged_application_is_lost(self):
        del self.final.applications["A1"]
        self.assert_found(checker.what_was_acknowledged_is_there)

    def test_an_acknowledged_upload_is_lost(self):
        self.final.materials.clear()
        self.assert_found(checker.what_was_acknowledged_is_there)

    def test_an_acknowledged_withdrawal_is_lost(self):
        self.final.applications["A2"].state = "decided"
        self.assert_found(checker.what_was_acknowledged_is_there)

    def test_another_content_was_kept(self):
        self.final.applications["A1"].content = "R1|乙"
        self.assert_found(checker.what_was_acknowledged_is_there)

    def test_an_answer_changed(self):
        self.change(2, body=b'{"id":"A1","x":1}')
        self.assert_found(checker.a_key_has_one_application_and_one_answer)

    def test_the_kept_answer_is_another_than_the_one_given(self):
        self.final.answers["first", "k1"] = (201, b"{}")
        self.assert_found(checker.a_key_has_one_application_and_one_answer)

    def test_a_key_made_two_applications(self):
        self.final.applications["A3"] = dataclasses.replace(self.final.applications["A1"], id="A3")
        self.assert_found(checker.a_key_has_one_application_and_one_answer)

    def test_a_key_was_accepted_with_two_bodies(self):
        self.change(8, status=201, problem=None, body=BODY, answer_id="A1", answer_reference="R1")
        self.assert_found(checker.a_key_has_one_application_and_one_answer)

    def test_a_repetition_was_refused_as_another_body(self):
        self.change(2, status=422, problem="key_reused")
        self.assert_found(checker.a_key_has_one_application_and_one_answer)

    def test_two_decisions_in_a_round(self):
        self.final.applications["A1"].engine_rounds = [1, 1]
        self.assert_found(checker.a_round_is_decided_once_by_the_engine)

    def test_a_decision_that_the_timeline_does_not_tell(self):
        self.final.applications["A1"].events.remove("decided")
        self.assert_found(checker.a_round_is_decided_once_by_the_engine)

    def test_an_application_is_left_lying(self):
        self.final.applications["A2"].state = "received"
        self.assert_found(checker.every_application_comes_to_an_end_without_hands)

    def test_an_application_ended_without_a_decision(self):
        self.final.applications["A1"].engine_rounds = []
        self.assert_found(checker.every_application_comes_to_an_end_without_hands)

    def test_a_job_outlived_its_application(self):
        self.final.applications["A2"].jobs = ["waiting"]
        self.assert_found(checker.every_application_comes_to_an_end_without_hands)

    def test_withdrawn_twice(self):
        self.history.calls.append(dataclasses.replace(self.history.calls[5], begun=30, ended=31))
        self.assert_found(checker.a_withdrawal_and_a_decision_do_not_both_win)

    def test_decided_after_the_withdrawal(self):
        self.final.applications["A2"].events.append("decided")
        self.assert_found(checker.a_withdrawal_and_a_decision_do_not_both_win)

    def test_withdrawn_by_nobody(self):
        del self.history.calls[5]
        self.assert_found(checker.a_withdrawal_and_a_decision_do_not_both_win)

    def test_a_state_went_backwards_for_one_client(self):
        self.history.calls.append(dataclasses.replace(self.history.calls[4], begun=30, ended=31))
        self.assert_found(checker.states_never_go_backwards)

    def test_a_state_went_backwards_from_one_client_to_another(self):
        self.change(4, begun=14.5, ended=14.6)
        self.assert_found(checker.states_never_go_backwards)

    def test_a_submission_that_was_told_decided_is_seen_under_way(self):
        self.change(7, state="judging", decision="")
        self.assert_found(checker.states_never_go_backwards)

    def test_views_at_the_same_time_may_differ(self):
        self.change(4, begun=12.5, ended=13.5)
        self.assertEqual(checker.violations(self.history), [])

    def test_a_decision_was_replaced(self):
        self.final.applications["A1"].decision = "d2"
        self.assert_found(checker.a_decision_that_was_seen_stays)

    def test_a_reply_went_astray(self):
        self.change(4, answer_id="A1")
        self.assert_found(checker.no_answer_belongs_to_another_request)

    def test_a_submission_got_another_ones_answer(self):
        self.change(0, answer_reference="R2")
        self.assert_found(checker.no_answer_belongs_to_another_request)

    def test_what_was_acknowledged_cannot_be_found(self):
        self.change(7, status=404, problem="not_found")
        self.assert_found(checker.every_answer_is_one_that_the_call_can_have)

    def test_the_service_failed_inside(self):
        self.change(3, status=500, problem="internal_error")
        self.assert_found(checker.every_answer_is_one_that_the_call_can_have)

    def test_a_refusal_does_not_say_when_to_come_again(self):
        self.change(3, status=503, problem="unavailable")
        self.assert_found(checker.every_answer_is_one_that_the_call_can_have)

    def test_the_list_knows_another_state(self):
        self.final.listed["A1"] = "received"
        self.assert_found(checker.lists_and_database_agree)

    def test_the_audit_log_lacks_an_entry(self):
        self.final.audit[3] = (4, "read", "A2")
        self.assert_found(checker.the_audit_log_is_whole_and_tells_every_write)

    def test_the_audit_log_has_a_gap(self):
        del self.final.audit[2]
        self.assert_found(checker.the_audit_log_is_whole_and_tells_every_write)

    def test_the_audit_log_is_broken(self):
        self.final.audit_verdict = "entry 2 was changed"
        self.assert_found(checker.the_audit_log_is_whole_and_tells_every_write)

    def test_the_audit_log_tells_of_what_is_not_there(self):
        self.final.audit.append((6, "received", "A9"))
        self.assert_found(checker.the_audit_log_is_whole_and_tells_every_write)

    def test_a_decision_cannot_be_derived_again(self):
        self.final.rederived = "A1 round 1: DIFFERS"
        self.assert_found(checker.every_decision_can_be_derived_again)

    def test_the_bytes_of_a_material_are_gone(self):
        self.final.blobs.clear()
        self.assert_found(checker.nothing_points_nowhere)

    def test_a_job_without_an_application(self):
        self.final.orphan_jobs.append(7)
        self.assert_found(checker.nothing_points_nowhere)


if __name__ == "__main__":
    unittest.main()
