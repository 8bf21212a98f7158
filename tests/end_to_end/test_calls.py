"""Applications without scans, what is refused and how, and that the service goes on after each."""

import concurrent.futures
import json
import os
import shutil
import tempfile
import unittest

from service import RULES, Person, Service, ServiceTest, blank_png, multipart


class ElectronicApplications(ServiceTest):
    def test_what_is_complete_is_approved_in_the_answer(self):
        answer = self.service.submit(Person().electronic())
        self.assertEqual(answer.status, 201, answer)
        decision = answer.json["decision"]
        self.assertEqual(decision["outcome"], "approve", answer)
        self.assertEqual(decision["results"]["monthly_amount"]["kind"], "money")
        self.assertEqual(answer.headers["Location"], "/v1/applications/" + answer.json["id"])
        kept = self.service.get(answer.headers["Location"] + "/decision")
        self.assertEqual(kept.json, decision)

    def test_what_is_missing_is_told_once_and_in_full(self):
        answer = self.service.submit(Person().application())
        self.assertEqual(answer.status, 201, answer)
        decision = answer.json["decision"]
        self.assertEqual(decision["outcome"], "supplement", answer)
        self.assertEqual({s["id"] for s in decision["supplements"]}, {"id_card", "residence_proof"})

    def test_a_missing_form_value_is_accepted_and_becomes_a_supplement(self):
        application = Person().electronic()
        del application["form"]["bank_account"]
        answer = self.service.submit(application)
        self.assertEqual(answer.status, 201, answer)
        self.assertIn("bank_account", json.dumps(answer.json["decision"]["supplements"]))

    def test_facts_readings_and_timeline_can_be_seen_afterwards(self):
        application = self.service.submit(Person().electronic()).json["id"]
        facts = self.service.get(f"/v1/applications/{application}/facts")
        self.assertEqual(facts.status, 200, facts)
        for view in ("readings", "timeline"):
            answer = self.service.get(f"/v1/applications/{application}/{view}")
            self.assertEqual(answer.status, 200, answer)

    def test_judging_the_frozen_facts_again_gives_the_same_verdicts(self):
        submitted = self.service.submit(Person().electronic()).json
        facts = self.service.get(f"/v1/applications/{submitted['id']}/facts").json
        judged = self.service.post("/v1/judge", {"matter": "senior_allowance", "facts": facts})
        self.assertEqual(judged.status, 200, judged)
        self.assertEqual(judged.json, submitted["decision"])

    def test_lists_find_by_reference_and_hide_identity_numbers(self):
        person = Person()
        application = self.service.submit(person.electronic(reference="R 7/8")).json["id"]
        self.service.submit(Person(133).electronic(reference="other"))
        answer = self.service.get("/v1/applications?reference=R+7%2F8")
        self.assertEqual([a["id"] for a in answer.json["applications"]], [application])
        self.assertNotIn(person.number.encode(), self.service.get("/v1/applications").body)

    def test_a_case_ends_once(self):
        application = self.service.submit(Person().application()).json["id"]
        withdrawn = self.service.post(f"/v1/applications/{application}/withdraw",
                                      {"grounds": "the applicant asks for it"})
        self.assertEqual(withdrawn.status, 200, withdrawn)
        self.assertEqual(self.service.get(f"/v1/applications/{application}").json["state"],
                         "withdrawn")
        again = self.service.post(f"/v1/applications/{application}/withdraw", {"grounds": "again"})
        self.assert_problem(again, 409, "conflict")

    def test_decisions_are_derived_again_byte_for_byte_and_the_log_is_unbroken(self):
        application = self.service.submit(Person().electronic()).json["id"]
        self.assertEqual(self.service.stop(), 0)
        derived = self.command("rederive", application, "--data", self.data)
        self.assertEqual(derived.returncode, 0, derived)
        self.assertIn("byte for byte", derived.stdout)
        self.assertEqual(self.command("rederive", "A20261120-NONE", "--data", self.data).returncode, 1)
        verified = self.command("audit", "verify", "--data", self.data)
        self.assertEqual(verified.returncode, 0, verified)

    def test_stored_applications_are_judged_by_a_new_version_of_their_pack(self):
        for number in (101, 102, 103):
            self.assertEqual(self.service.submit(Person(number).electronic()).status, 201)
        self.assertEqual(self.service.stop(), 0)
        pack = os.path.join(RULES, "senior_allowance")
        new = os.path.join(self.data, "next", "senior_allowance")
        shutil.copytree(pack, new)
        with open(os.path.join(new, "criteria.lua"), "a", encoding="utf-8") as file:
            file.write('criterion "never" { check = function() return false end, '
                       'otherwise = supplement "补正" }\n')
        made = self.command("backtest", pack, new, "--data", self.data, "--json")
        self.assertEqual(made.returncode, 0, made)
        report = json.loads(made.stdout)
        self.assertEqual(report["cases"], 3)
        self.assertEqual(report["flows"], {"approve→supplement": 3})


class Idempotency(ServiceTest):
    def test_a_repetition_gets_the_same_bytes(self):
        application = Person().electronic()
        answers = [self.service.submit(application, headers={"Idempotency-Key": "once"})
                   for _ in range(3)]
        self.assertEqual({a.status for a in answers}, {201})
        self.assertEqual(len({a.body for a in answers}), 1)

    def test_32_at_once_are_one_application(self):
        application = Person().electronic()
        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            answers = list(pool.map(
                lambda _: self.service.submit(application, headers={"Idempotency-Key": "once"}),
                range(32)))
        self.assertEqual({a.status for a in answers}, {201}, answers[0])
        self.assertEqual(len({a.body for a in answers}), 1)
        self.assertEqual(len(self.service.get("/v1/applications").json["applications"]), 1)

    def test_another_body_under_the_same_key_is_refused(self):
        self.service.submit(Person().electronic(), headers={"Idempotency-Key": "once"})
        answer = self.service.submit(Person(133).electronic(), headers={"Idempotency-Key": "once"})
        self.assert_problem(answer, 422, "key_reused")


class Refusals(ServiceTest):
    def tearDown(self):
        self.assert_goes_on()
        self.assertEqual(self.service.submit(Person(199).electronic()).status, 201)

    def refused(self, application, code):
        answer = self.service.submit(application)
        self.assert_problem(answer, 422, code)
        return answer.json["errors"]

    def test_an_unknown_matter(self):
        errors = self.refused(Person().electronic(matter="senior_alowance"), "unknown_matter")
        self.assertEqual(errors[0]["pointer"], "/matter")
        self.assertIn("senior_allowance", errors[0]["detail"])

    def test_bad_json(self):
        for body in (b"", b"{", b'{"matter": "x",}', b"\xff", b'{"a": 1} 2'):
            self.assert_problem(self.service.post("/v1/applications", body), 400, "bad_json")

    def test_a_name_that_occurs_twice(self):
        self.assert_problem(self.service.post("/v1/applications", b'{"matter": 1, "matter": 2}'),
                            400, "duplicate_name")

    def test_json_that_is_too_deep(self):
        self.assert_problem(self.service.post("/v1/applications", b"[" * 100_000), 400, "too_deep")

    def test_wrong_types(self):
        application = Person().electronic()
        application["form"]["full_name"] = ["林秀英"]
        application["form"]["id_valid_to"] = 20261231
        errors = self.refused(application, "wrong_type")
        self.assertEqual({e["pointer"] for e in errors}, {"/form/full_name", "/form/id_valid_to"})

    def test_an_undeclared_field_with_the_nearest_name(self):
        application = Person().electronic()
        application["form"]["ful_name"] = "林秀英"
        errors = self.refused(application, "undeclared_name")
        self.assertEqual(errors[0]["pointer"], "/form/ful_name")
        self.assertIn("full_name", errors[0]["detail"])

    def test_another_content_type(self):
        answer = self.service.call("POST", "/v1/applications", b"matter=x",
                                   {"Content-Type": "application/x-www-form-urlencoded"})
        self.assert_problem(answer, 415, "unsupported_media_type")

    def test_a_file_that_is_no_image(self):
        self.assert_problem(self.service.call("POST", "/v1/materials", b"just text"),
                            415, "not_an_image")
        answer = self.service.submit(Person().application(), {"id_card": [b"just text"]})
        self.assert_problem(answer, 415, "not_an_image")
        self.assertEqual(answer.json["errors"][0]["pointer"], "/materials/id_card")

    def test_a_file_of_another_type_than_it_says(self):
        answer = self.service.call("POST", "/v1/materials", blank_png(),
                                   {"Content-Type": "application/pdf"})
        self.assert_problem(answer, 415, "content_unlike_type")

    def test_an_empty_file(self):
        self.assert_problem(self.service.call("POST", "/v1/materials", b""), 422, "empty_file")

    def test_a_picture_of_sixty_thousand_pixels_a_side(self):
        png = bytearray(blank_png())
        png[16:24] = (60_000).to_bytes(4, "big") * 2
        answer = self.service.call("POST", "/v1/materials", bytes(png))
        self.assertEqual(answer.status, 422, answer)

    def test_a_material_that_the_matter_does_not_have(self):
        answer = self.service.submit(Person().application(), {"passport": [blank_png()]})
        self.assert_problem(answer, 422, "undeclared_name")

    def test_a_material_that_nobody_uploaded(self):
        application = Person().application(materials={"id_card": ["sha256:" + "0" * 64]})
        self.assert_problem(self.service.submit(application), 422, "unknown_material")

    def test_a_body_that_is_too_large(self):
        # Refused by its announced length: nothing of it needs to be sent.
        for path, length in (("/v1/materials", 21 << 20), ("/v1/applications", 65 << 20),
                             ("/v1/judge", 2 << 30)):
            answer = self.service.call("POST", path, None, {"Content-Length": str(length)})
            self.assertEqual(answer.status, 413, answer)

    def test_json_that_is_too_large(self):
        answer = self.service.post("/v1/applications", b" " * ((2 << 20) + 1))
        self.assert_problem(answer, 413, "too_large")

    def test_more_than_fifty_files(self):
        body, content_type = multipart(Person().application(), {"id_card": [blank_png()] * 51})
        answer = self.service.call("POST", "/v1/applications", body, {"Content-Type": content_type})
        self.assert_problem(answer, 422, "too_many_files")

    def test_no_key_and_an_unknown_one(self):
        self.assert_problem(self.service.get("/v1/matters", key=None), 401, "no_key")
        answer = self.service.get("/v1/matters", key="x" * 43)
        self.assert_problem(answer, 401, "unknown_key")
        self.assertTrue(answer.headers["WWW-Authenticate"].startswith("Bearer"))

    def test_a_key_without_the_role(self):
        made = self.command("key", "add", "auditors", "auditor", "--data", self.data)
        self.assertEqual(made.returncode, 0, made)
        key = made.stdout.split(": ")[1].strip()
        self.assertEqual(self.service.get("/v1/applications", key=key).status, 200)
        self.assert_problem(self.service.post("/v1/applications", Person().electronic(), key=key),
                            403, "forbidden")

    def test_paths_and_parameters_that_do_not_exist(self):
        self.assertEqual(self.service.get("/v1/nothing").status, 404)
        self.assertEqual(self.service.call("DELETE", "/v1/matters").status, 405)
        self.assert_problem(self.service.get("/v1/applications/A1"), 404, "not_found")
        self.assert_problem(self.service.get("/v1/applications?stat=decided"),
                            400, "unknown_parameter")


class LookupsOfTheRequest(ServiceTest):
    options = ()

    def test_are_refused_unless_the_operator_trusts_them(self):
        answer = self.service.submit(Person().electronic())
        self.assert_problem(answer, 422, "lookups_not_trusted")

    def test_are_not_needed_for_an_application_to_be_taken(self):
        application = Person().electronic()
        del application["lookups"]
        answer = self.service.submit(application)
        self.assertEqual(answer.status, 201, answer)
        self.assertEqual(answer.json["decision"]["outcome"], "escalate")


class Starting(ServiceTest):
    def test_a_second_service_on_the_same_data_is_refused(self):
        with self.assertRaisesRegex(AssertionError, "exited 1"):
            Service(self.data)

    def test_the_key_is_shown_at_the_first_start_only(self):
        first = self.service.key
        self.assertEqual(self.service.stop(), 0)
        self.service = Service(self.data)
        self.assertIsNone(self.service.key)
        self.assertEqual(self.service.get("/v1/matters", key=first).status, 200)

    def test_check_verifies_and_serves_nothing(self):
        self.assertEqual(self.service.stop(), 0)
        good = self.command("serve", "--check", "--data", self.data)
        self.assertEqual(good.returncode, 0, good)
        bad = self.command("serve", "--check", "--data", self.data, "--rules", self.data)
        self.assertEqual(bad.returncode, 1, bad)
        self.assertIn(self.data, bad.stderr)
        self.assertEqual(self.command("serve", "--check", "--port", "x").returncode, 1)

    def test_where_nothing_is_kept_yet_no_command_makes_anything(self):
        with tempfile.TemporaryDirectory() as folder:
            checked = self.command("serve", "--check", "--data", folder, "--store", "sqlite")
            self.assertEqual(checked.returncode, 0, checked)
            self.assertIn("nothing is kept", checked.stdout)
            for call in (("key", "add", "desk", "reviewer"), ("audit", "verify"),
                         ("rederive", "A1"), ("backup", os.path.join(folder, "copy"))):
                refused = self.command(*call, "--data", folder, "--store", "sqlite")
                self.assertEqual(refused.returncode, 1, refused)
                self.assertIn("no service has kept anything here", refused.stderr)
            self.assertEqual(os.listdir(folder), [])

    def test_a_calendar_that_ends_soon_is_told(self):
        self.assertEqual(self.service.stop(), 0)
        with tempfile.TemporaryDirectory() as rules:
            shutil.copytree(os.path.join(RULES, "senior_allowance"),
                            os.path.join(rules, "senior_allowance"))
            shutil.copytree(os.path.join(RULES, "common"), os.path.join(rules, "common"),
                            ignore=lambda folder, names: [n for n in names if n > "2023.json"
                                                          and folder.endswith("calendar")])
            checked = self.command("serve", "--check", "--data", self.data, "--rules", rules)
        self.assertEqual(checked.returncode, 0, checked)
        self.assertIn("there is no holiday calendar of", checked.stderr)


class NewRules(unittest.TestCase):
    """SIGHUP swaps packs in without a stop."""

    def setUp(self):
        self.folder, self.data = (self.new_folder() for _ in range(2))
        self.write_pack(4)
        self.service = Service(self.data, rules=self.folder)
        self.addCleanup(lambda: self.service.process.poll() is None and self.service.kill())

    def new_folder(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return folder.name

    def write_pack(self, least, otherwise="deny '小'"):
        pack = os.path.join(self.folder, "noodle_shop")
        os.makedirs(pack, exist_ok=True)
        with open(os.path.join(pack, "matter.lua"), "w", encoding="utf-8") as file:
            file.write(f"""return matter {{ title = "面馆", version = "1.{least}.0",
              automatic = {{ approve = true, deny = true }}, form = {{ area = integer {{}} }} }}""")
        with open(os.path.join(pack, "criteria.lua"), "w", encoding="utf-8") as file:
            file.write(f"""criterion "area" {{ basis = "第一条", otherwise = {otherwise},
              check = function(app) return app.form.area >= {least} end }}""")

    def decided(self, area):
        answer = self.service.submit({"matter": "noodle_shop", "form": {"area": area},
                                      "applicant": {"kind": "person", "name": "林样英"}})
        self.assertEqual(answer.status, 201, answer)
        decision = answer.json["decision"]
        return decision["outcome"], decision["pack"]["version"]

    def test_are_in_force_from_then_on(self):
        self.assertEqual(self.decided(5), ("approve", "1.4.0"))
        self.write_pack(10)
        self.assertEqual(self.decided(5), ("approve", "1.4.0"))
        told = self.service.hang_up()
        # A request's line is written after its answer, and may come late.
        events = [line["event"] for line in told if line["event"] != "request"]
        self.assertEqual(events, ["pack_in_force", "rules_loaded"], told)
        self.assertEqual(self.decided(5), ("deny", "1.10.0"))
        self.assertEqual(self.service.stop(), 0)

    def test_that_are_refused_change_nothing(self):
        self.write_pack(10, otherwise="deny '{form.aera}'")
        told = self.service.hang_up()
        self.assertEqual([line["event"] for line in told], ["rules_refused"], told)
        self.assertIn("form.area", told[0]["message"])
        self.assertEqual(self.decided(5), ("approve", "1.4.0"))


class Drafts(ServiceTest):
    """A draft's Lua runs in a process of its own."""

    MATTER = """return matter { title = "面馆", version = "1.0.0",
      automatic = { approve = true, deny = true }, form = { area = integer {} },
      materials = { id_card = use "common/id_card" {} } }"""

    def answer_on(self, check, area=60):
        case = {"name": "a", "expect": {"outcome": "approve"},
                "facts": {"application": "A", "received_on": "2026-11-20", "form": {"area": area}}}
        return self.service.post("/v1/packs/test", {"matter": "noodle_shop", "files": {
            "matter.lua": self.MATTER, "cases/a.json": json.dumps(case),
            "criteria.lua": "criterion 'a' { otherwise = deny '小', check = function(app) " + check + " end }"}})

    def test_its_cases_are_run_and_its_faults_listed(self):
        answer = self.answer_on("return app.form.area >= 50")
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual((answer.json["passed"], answer.json["failed"]), (1, 0), answer)
        survivors = [one["change"] for one in answer.json["mutation"]["survivors"]]
        self.assertIn("`50` → `51`", survivors)

    def test_an_endless_loop_costs_its_criterion_and_nothing_else(self):
        answer = self.answer_on("while true do end")
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.json["coverage"][0]["error"], 1, answer)
        self.assert_goes_on()

    def test_one_that_takes_all_the_time_there_is_is_stopped(self):
        # Thousands of criteria, each of which uses up its budget.
        answer = self.service.post("/v1/packs/test", {"matter": "noodle_shop", "files": {
            "matter.lua": self.MATTER,
            "criteria.lua": """for at = 1, 5000 do
              criterion("a" .. at) { otherwise = deny "小", check = function(app) while true do end end }
            end""",
            "cases/a.json": json.dumps({"name": "a", "expect": {}, "facts": {
                "application": "A", "received_on": "2026-11-20", "form": {}}})}})
        self.assert_problem(answer, 422, "too_slow")
        self.assert_goes_on()


if __name__ == "__main__":
    unittest.main()
