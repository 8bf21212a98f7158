"""Scanned applications, from upload to verdict, with the places that were read."""

import hashlib
import unittest

from service import Person, ServiceTest, blank_png, draw


class ScannedApplications(ServiceTest):
    workers = 2

    @classmethod
    def setUpClass(cls):
        cls.person = Person()
        seed = cls.person.sequence
        cls.front = draw("id_card_front", cls.person.card_values(), seed)
        cls.back = draw("id_card_back", cls.person.card_values(), seed)
        cls.proof = draw("residence_proof", cls.person.proof_values(), seed,
                         layout={"style": "lines", "date": "text"})

    def test_clean_scans_are_approved_within_the_wait(self):
        answer = self.service.submit(self.person.application(),
                                     {"id_card": [self.front, self.back],
                                      "residence_proof": [self.proof]},
                                     {"Prefer": "wait=60"})
        self.assertEqual(answer.status, 201, answer)
        self.assertEqual(answer.headers["Preference-Applied"], "wait=60")
        decision = answer.json["decision"]
        self.assertEqual(decision["outcome"], "approve", decision["reasons"])
        seen = [e for v in decision["verdicts"] for e in v["evidence"] if e.get("source") == "ocr"]
        self.assertTrue(seen)
        for evidence in seen:
            self.assertEqual(len(evidence["box"]), 4, evidence)
            self.assertGreaterEqual(evidence["page"], 1)
        self.check_pages(answer.json["id"])

    def check_pages(self, application):
        path = f"/v1/applications/{application}/materials/id_card/pages"
        for page in (1, 2):
            answer = self.service.get(f"{path}/{page}")
            self.assertEqual(answer.status, 200, answer)
            self.assertEqual(answer.headers["Content-Type"], "image/png")
            self.assertTrue(answer.headers["Content-Disposition"].startswith("attachment"))
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
            self.assertTrue(answer.body.startswith(b"\x89PNG"))
        self.assert_problem(self.service.get(f"{path}/3"), 404, "no_such_page")
        readings = self.service.get(f"/v1/applications/{application}/readings")
        self.assertEqual(readings.status, 200, readings)
        self.assertIn(self.person.number.encode(), readings.body)

    def test_uploads_by_content_first_then_an_application_that_names_them(self):
        uploaded = self.service.call("POST", "/v1/materials", self.front,
                                     {"Content-Type": "image/png"})
        self.assertEqual(uploaded.status, 201, uploaded)
        self.assertEqual(uploaded.json, {"id": "sha256:" + hashlib.sha256(self.front).hexdigest(),
                                         "media_type": "image/png", "bytes": len(self.front)})
        again = self.service.call("POST", "/v1/materials", self.front)
        self.assertEqual(again.body, uploaded.body)
        answer = self.service.submit(
            self.person.application(materials={"id_card": [uploaded.json["id"]]}))
        self.assertEqual(answer.status, 202, answer)
        self.assertEqual(answer.headers["Location"], "/v1/applications/" + answer.json["id"])
        self.assertIn(self.service.finished(answer.json["id"])["state"],
                      ("supplementing", "escalated"))

    def test_a_blank_page_is_never_approved(self):
        answer = self.service.submit(self.person.application(),
                                     {"id_card": [blank_png()], "residence_proof": [self.proof]},
                                     {"Prefer": "wait=60"})
        self.assertEqual(answer.status, 201, answer)
        decision = answer.json["decision"]
        self.assertEqual(decision["outcome"], "escalate")
        named = [fact for reason in decision["reasons"] for fact in reason["facts"]]
        self.assertIn("id_card.id_number", named)

    def test_a_wait_that_is_too_short_is_answered_under_way(self):
        answer = self.service.submit(self.person.application(), {"id_card": [self.front]},
                                     {"Prefer": "wait=0"})
        self.assertEqual(answer.status, 202, answer)
        self.assertEqual(answer.headers["Preference-Applied"], "wait=0")
        pending = self.service.get(answer.headers["Location"] + "/decision")
        self.assertIn((pending.status, pending.code), ((404, "no_decision"), (200, None)))


if __name__ == "__main__":
    unittest.main()
