"""Clocks, obligations and spot checks, as callers see them."""

import hashlib
import hmac
import os
import stat
import unittest

from service import Person, ServiceTest


class ClocksTest(ServiceTest):
    def setUp(self):
        super().setUp()
        self.officer = self.new_key("desk-3", "reviewer")

    def new_key(self, name, *roles):
        made = self.command("key", "add", name, *roles, "--data", self.data)
        self.assertEqual(made.returncode, 0, made.stderr)
        return made.stdout.split()[-1]

    def tolerant(self):
        """An approval that leaves the proof of residence open."""
        person = Person()
        application = person.application(mode="tolerant",
                                         e_licences={"id_card": person.card_licence()})
        answer = self.service.submit(application)
        self.assertEqual(answer.status, 201, answer)
        return answer.json


class Deadlines(ClocksTest):
    def test_a_decided_application_has_met_its_clocks(self):
        application = self.service.submit(Person().electronic()).json["id"]
        deadlines = self.service.get(f"/v1/applications/{application}").json["deadlines"]
        for clock in ("promised", "statutory", "notice", "pre_review"):
            self.assertIn(deadlines[clock]["state"], ("met", "unknown"), deadlines)
        self.assertIsNone(deadlines["supplement"])

    def test_limits_stand_still_while_the_applicant_supplements(self):
        application = self.service.submit(Person().application()).json["id"]
        deadlines = self.service.get(f"/v1/applications/{application}").json["deadlines"]
        self.assertIn(deadlines["promised"]["state"], ("paused", "unknown"), deadlines)
        self.assertEqual(deadlines["supplement"]["days"], 30)

    def test_nothing_but_a_stage_of_the_matter_stops_them(self):
        application = self.service.submit(Person().electronic(automated=False)).json["id"]
        self.assert_problem(
            self.service.post(f"/v1/applications/{application}/pause",
                              {"stage": "会商", "notice": "书面告知"}, key=self.officer),
            422, "not_an_option")

    def test_who_submitted_does_not_act_as_an_officer(self):
        application = self.service.submit(Person().electronic(automated=False)).json["id"]
        self.assert_problem(self.service.post(f"/v1/applications/{application}/pause",
                                              {"stage": "公示", "notice": "书面告知"}),
                            403, "own_application")


class Obligations(ClocksTest):
    def test_what_is_left_open_is_listed_checked_and_done(self):
        decided = self.tolerant()
        self.assertEqual(decided["decision"]["outcome"], "approve_conditionally", decided)
        listed = self.service.get("/v1/obligations?state=open&matter=senior_allowance").json
        obligation = listed["obligations"][0]
        self.assertEqual(obligation["application"], decided["id"])
        self.assertEqual(obligation["name"], "residence_proof")
        path = f"/v1/obligations/{obligation['id']}/check"
        body = {"result": "kept", "note": "原件已核对"}
        checked = self.service.post(path, body, {"Idempotency-Key": "k1"}, key=self.officer)
        self.assertEqual(checked.status, 200, checked)
        again = self.service.post(path, body, {"Idempotency-Key": "k1"}, key=self.officer)
        self.assertEqual(again.body, checked.body)
        shown = self.service.get(f"/v1/applications/{decided['id']}").json
        self.assertEqual(shown["obligations"][0]["state"], "fulfilled")
        self.assertEqual(shown["state"], "decided")

    def test_bad_queries_are_refused(self):
        self.assert_problem(self.service.get("/v1/obligations?state=shut"), 400, "bad_parameter")
        self.assert_problem(self.service.get("/v1/obligations?due_before=soon"), 400,
                            "bad_parameter")
        self.assert_problem(self.service.get("/v1/obligations?limit=0"), 400, "bad_limit")


class SpotChecks(ClocksTest):
    def test_every_draw_can_be_computed_again_by_who_has_the_key(self):
        for sequence in range(130, 142):
            self.assertEqual(self.service.submit(Person(sequence).electronic()).status, 201)
        file = os.path.join(self.data, "spot-check.key")
        self.assertEqual(stat.S_IMODE(os.stat(file).st_mode), 0o600)
        with open(file, encoding="ascii") as text:
            key = bytes.fromhex(text.read())
        drawn = []
        for state in ("open", "not_drawn"):
            drawn += self.service.get(f"/v1/spot-checks?state={state}").json["spot_checks"]
        self.assertEqual(len(drawn), 12)
        for one in drawn:
            computed = hmac.new(key, one["application"].encode(), hashlib.sha256).hexdigest()
            self.assertEqual(one["draw"]["hash"], computed)
            self.assertEqual(one["draw"]["drawn"],
                             int(computed[:13], 16) / 16**13 < one["draw"]["share"])
            self.assertEqual(one["draw"]["key"], "sha256:" + hashlib.sha256(key).hexdigest())

    def test_the_key_outlives_the_process(self):
        with open(os.path.join(self.data, "spot-check.key"), "rb") as file:
            before = file.read()
        self.service.kill()
        self.restart()
        with open(os.path.join(self.data, "spot-check.key"), "rb") as file:
            self.assertEqual(file.read(), before)


if __name__ == "__main__":
    unittest.main()
