"""What people do in an application's life: supplements, and what reviewers do."""

import unittest

from service import Person, ServiceTest, draw, multipart


class Supplements(ServiceTest):
    def supplement(self, application, document, files=None, headers=None):
        path = f"/v1/applications/{application}/supplements"
        if not files:
            return self.service.post(path, document, headers)
        body, content_type = multipart(document, files, part="supplement")
        return self.service.call("POST", path, body, {"Content-Type": content_type, **(headers or {})})

    def submitted(self, application):
        answer = self.service.submit(application)
        self.assertEqual(answer.json["state"], "supplementing", answer)
        return answer.json["id"]

    def test_what_was_missing_comes_in_and_is_decided_in_the_answer(self):
        person = Person()
        application = person.electronic()
        del application["form"]["bank_account"]
        submitted = self.submitted(application)
        missing = {"form": {"bank_account": person.electronic()["form"]["bank_account"]}}
        answers = [self.supplement(submitted, missing, headers={"Idempotency-Key": "once"})
                   for _ in range(2)]
        self.assertEqual({a.status for a in answers}, {201}, answers[0])
        self.assertEqual(answers[0].body, answers[1].body)
        self.assertEqual(answers[0].json["decision"]["outcome"], "approve")
        seen = self.service.get(f"/v1/applications/{submitted}").json
        self.assertEqual((seen["state"], seen["round"]), ("decided", 2))
        self.assertEqual([d["outcome"] for d in seen["decisions"]], ["supplement", "approve"])
        self.assertEqual(self.service.stop(), 0)
        derived = self.command("rederive", submitted, "--data", self.data)
        self.assertEqual(derived.returncode, 0, derived)
        self.assertEqual(derived.stdout.count("byte for byte"), 2, derived)

    def test_a_scan_is_read_and_what_was_there_stays(self):
        person = Person()
        application = person.application(e_licences={"id_card": person.card_licence()})
        submitted = self.submitted(application)
        scan = draw("residence_proof", person.proof_values(), seed=7)
        answer = self.supplement(submitted, {}, {"residence_proof": [scan]}, {"Prefer": "wait=60"})
        self.assertEqual(answer.status, 201, answer)
        facts = self.service.get(f"/v1/applications/{submitted}/facts").json
        self.assertEqual(set(facts["materials"]), {"id_card", "residence_proof"})
        self.assertEqual(facts["materials"]["id_card"]["id_number"]["source"], "e_licence")
        self.assertEqual(self.service.get(f"/v1/applications/{submitted}").json["round"], 2)

    def test_only_after_the_notice(self):
        application = self.service.submit(Person().electronic()).json["id"]
        answer = self.supplement(application, {"form": {"bank_account": "1"}})
        self.assert_problem(answer, 409, "conflict")
        self.assertIn("decided", answer.json["detail"])


class Reviews(ServiceTest):
    def key_of(self, name, *roles):
        made = self.command("key", "add", name, *roles, "--data", self.data)
        self.assertEqual(made.returncode, 0, made)
        return made.stdout.split(": ")[1].strip()

    def setUp(self):
        super().setUp()
        self.anna, self.berta = (self.key_of(name, "reviewer") for name in ("anna", "berta"))

    def review(self, application, document, key, what="review", **more):
        return self.service.post(f"/v1/applications/{application}/{what}", document, key=key, **more)

    def escalated(self, **changes):
        answer = self.service.submit(Person().electronic(automated=False, **changes))
        self.assertEqual(answer.json["state"], "escalated", answer)
        return answer.json["id"]

    def test_a_correction_is_judged_anew_and_every_engine_decision_is_derived_again(self):
        person = Person()
        application = person.electronic()
        application["e_licences"]["id_card"]["birth_date"] = "1990-05-06"
        answer = self.service.submit(application)
        self.assertEqual(answer.json["state"], "escalated", answer)
        identifier = answer.json["id"]
        self.assertEqual(self.review(identifier, {}, self.anna, "claim").status, 200)
        self.assert_problem(self.review(identifier, {}, self.berta, "claim"), 409, "conflict")
        answers = [self.review(identifier, {"corrections": {
            "id_card.birth_date": person.birth.isoformat()}}, self.anna,
            headers={"Idempotency-Key": "once"}) for _ in range(2)]
        self.assertEqual(answers[0].status, 200, answers[0])
        self.assertEqual(answers[0].body, answers[1].body)
        self.assertEqual(answers[0].json["round"], 2)
        facts = self.service.get(f"/v1/applications/{identifier}/facts").json
        self.assertEqual(facts["materials"]["id_card"]["birth_date"]["source"], "reviewer")
        self.assertEqual(self.service.stop(), 0)
        derived = self.command("rederive", identifier, "--data", self.data)
        self.assertEqual(derived.returncode, 0, derived)
        self.assertEqual(derived.stdout.count("byte for byte"), 2, derived)
        self.assertEqual(self.command("audit", "verify", "--data", self.data).returncode, 0)

    def test_a_persons_decision_stands_beside_the_engines(self):
        application = self.escalated()
        self.assert_problem(self.review(application, {"decision": "deny"}, self.anna),
                            422, "missing_name")
        decided = self.review(application, {"decision": "deny", "reason": "材料系伪造"}, self.anna)
        self.assertEqual(decided.status, 200, decided)
        seen = self.service.get(f"/v1/applications/{application}").json
        self.assertEqual([d["maker"] for d in seen["decisions"]], ["engine", "person"])
        self.assertEqual(seen["decision"]["outcome"], "deny")
        self.assertEqual(seen["decision"]["reviewer"], "anna")

    def test_an_approval_is_revoked_by_two(self):
        application = self.service.submit(Person().electronic()).json["id"]
        document = {"ground": "fraud", "grounds": "以伪造材料取得"}
        self.assertEqual(self.review(application, document, self.anna, "revoke").status, 202)
        self.assert_problem(self.review(application, document, self.anna, "revoke"),
                            403, "second_person_needed")
        self.assertEqual(self.review(application, document, self.berta, "revoke").status, 200)
        seen = self.service.get(f"/v1/applications/{application}").json
        self.assertEqual((seen["state"], seen["revocation"]["ground"]), ("revoked", "fraud"))

    def test_nobody_reviews_their_own(self):
        application = self.escalated()
        self.assert_problem(self.review(application, {"decision": "approve"}, self.service.key),
                            403, "own_application")


if __name__ == "__main__":
    unittest.main()
