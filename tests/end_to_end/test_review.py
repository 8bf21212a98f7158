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


if __name__ == "__main__":
    unittest.main()
