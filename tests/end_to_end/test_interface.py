"""The published description against the service itself: it is sound OpenAPI 3.1, every example in it is right, and
every call answers as it says. A call that the table WAYS does not know fails: say there how to send it."""

import itertools
import json
import os
import shutil
import tempfile
import unittest

import jsonschema

from service import PROGRAM, RULES, Person, ServiceTest, blank_png, multipart

HERE = os.path.dirname(os.path.abspath(__file__))
METHODS = ("get", "post", "put", "delete")


class Sent:
    """What to put into a path, and what to send in place of the examples where those need company."""

    def __init__(self, path=None, query="", body=None, content_type=None, key=None):
        self.path, self.query, self.body, self.content_type = path or {}, query, body, content_type
        self.key = key  # in place of the service's first one


PEOPLE = itertools.count(300)


def somebody():
    """Another person each time: who applies twice goes to an officer."""
    return Person(next(PEOPLE))


def decided(test):
    answer = test.service.submit(somebody().electronic())
    test.assertEqual(answer.status, 201, answer)
    return Sent({"id": answer.json["id"]})


def open_case(test):
    """An application that still waits for what is missing."""
    answer = test.service.submit(somebody().application())
    test.assertEqual(answer.json["state"], "supplementing", answer)
    return Sent({"id": answer.json["id"]})


def by_reviewer(test, application, **more):
    """An application as another person sees it: nobody reviews what they submitted."""
    answer = test.service.submit(application)
    test.assertEqual(answer.status, 201, answer)
    made = test.command("key", "add", f"anna-{answer.json['id']}", "reviewer", "--data", test.data)
    test.assertEqual(made.returncode, 0, made)
    return Sent({"id": answer.json["id"]}, key=made.stdout.split(": ")[1].strip(), **more)


def escalated(test):
    return by_reviewer(test, somebody().electronic(automated=False))


def taken(test):
    sent = escalated(test)
    answer = test.service.post(f"/v1/applications/{sent.path['id']}/claim", {}, key=sent.key)
    test.assertEqual(answer.status, 200, answer)
    return sent


def approved(test):
    return by_reviewer(test, somebody().electronic())


def another(test, name, role):
    made = test.command("key", "add", name, role, "--data", test.data)
    test.assertEqual(made.returncode, 0, made)
    return made.stdout.split(": ")[1].strip()


def wanted_back(test):
    """An approval that one reviewer wants to revoke, as a second one sees it."""
    sent = approved(test)
    wish = {"ground": "fraud", "grounds": "材料系伪造"}
    answer = test.service.post(f"/v1/applications/{sent.path['id']}/revoke", wish, key=sent.key)
    test.assertEqual(answer.status, 202, answer)
    return Sent(sent.path, key=another(test, f"berta-{sent.path['id']}", "reviewer"))


def before_the_head(test):
    sent = escalated(test)
    return Sent(sent.path, key=another(test, f"head-{sent.path['id']}", "supervisor"))


def scanned(test):
    body, content_type = multipart(somebody().application(), {"id_card": [blank_png()]})
    answer = test.service.call("POST", "/v1/applications", body,
                               {"Content-Type": content_type, "Prefer": "wait=60"})
    test.assertEqual(answer.status, 201, answer)
    return Sent({"id": answer.json["id"], "type": "id_card", "n": "1"})


def nothing(_):
    return Sent()


# A matter with a special stage, and another that draws every approval: none of the shipped does.
STAGED = """return matter { code = "350100-SY-0003", title = "试验公示事项", authority = "样板局", version = "1.0.0",
  applicant = "person", basis = { "试验办法" }, limits = { statutory = 20, promised = 5 },
  special_stages = { { kind = "公示", basis = "试验办法第九条", days = 5 } },
  form = { full_name = person_name { title = "姓名", required = true } } }
"""
DRAWN = """return matter { code = "350100-SY-0004", title = "试验抽查事项", authority = "样板局", version = "1.0.0",
  applicant = "person", basis = { "试验办法" }, automatic = { approve = true }, spot_check = 1,
  form = { full_name = person_name { title = "姓名", required = true } } }
"""
CRITERIA = """criterion "age_80" { title = "试验要点", basis = "第一条", otherwise = deny "不符合",
  check = function(app) return app.form.full_name ~= "某某" end }
"""


def from_window(test, document):
    """Submitted by another than who acts on it."""
    answer = test.service.post("/v1/applications", document, key=test.window)
    test.assertEqual(answer.status, 201, answer)
    return answer.json["id"]


def small(test, name):
    return from_window(test, {"matter": name, "form": {"full_name": "试样甲"},
                              "applicant": {"kind": "person", "name": "试样甲", "number": "350102194005069012"}})


def staged(test):
    return Sent({"id": small(test, "staged")})


def paused(test):
    sent = staged(test)
    test.service.post(f"/v1/applications/{sent.path['id']}/pause", {"stage": "公示", "notice": "书面告知"})
    return sent


def obligation(test):
    person = somebody()
    application = from_window(test, person.application(mode="tolerant", e_licences={"id_card": person.card_licence()}))
    return Sent({"id": application + "-O1.1"})


def drawn(test):
    return Sent({"id": small(test, "drawn") + "-S"})


def matter(_):
    return Sent({"id": "senior_allowance"})


# How each call is sent, by its operationId; each example of a body is sent with a fresh one of these.
WAYS = {
    "add_material": lambda _: Sent(body=blank_png(), content_type="image/png"),
    "submit": nothing,
    "list_applications": lambda _: Sent(query="?state=decided&matter=senior_allowance&sort=deadline&limit=50"),
    "get_application": decided,
    "get_decision": decided,
    "get_readings": scanned,
    "get_facts": decided,
    "get_timeline": decided,
    "get_page": scanned,
    "supplement": open_case,
    "withdraw": open_case,
    "pause": staged,
    "resume": paused,
    "list_obligations": lambda test: obligation(test) and Sent(query="?state=open&due_before=2099-12-31&limit=50"),
    "check_obligation": obligation,
    "list_spot_checks": lambda test: drawn(test) and Sent(query="?state=open&limit=50"),
    "answer_spot_check": drawn,
    "list_affected": drawn,
    "claim": escalated,
    "release": taken,
    "review": escalated,
    "revoke": approved,
    "disagree": wanted_back,
    "extend": before_the_head,
    "events": lambda test: Sent(query=f"?after=0&limit=100&application={decided(test).path['id']}"),
    "list_matters": nothing,
    "get_matter": matter,
    "get_form_schema": matter,
    "judge": nothing,
    "check_pack": nothing,
    "test_pack": nothing,
    "backtest_pack": nothing,
    "get_statistics": lambda _: Sent(query="?from=2026-01-01&to=2026-12-31&by=month&matter=senior_allowance"),
    "metrics": nothing,
    "healthz": nothing,
    "readyz": nothing,
    "openapi": nothing,
    "documentation": nothing,
    "documentation_file": lambda _: Sent({"file": "plain.css"}),
}


class Interface(ServiceTest):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="zhipi-end-to-end-rules-")
        self.addCleanup(folder.cleanup)
        self.rules = os.path.join(folder.name, "rules")
        shutil.copytree(RULES, self.rules)
        for name, text in (("staged", STAGED), ("drawn", DRAWN)):
            os.mkdir(os.path.join(self.rules, name))
            for file, content in (("matter.lua", text), ("criteria.lua", CRITERIA)):
                with open(os.path.join(self.rules, name, file), "w", encoding="utf-8") as written:
                    written.write(content)
        super().setUp()
        made = self.command("key", "add", "window", "submitter", "--data", self.data)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.window = made.stdout.split()[-1]
        answer = self.service.get("/openapi.json", key=None)
        self.assertEqual(answer.status, 200, answer)
        self.description = answer.json

    def operations(self):
        for path, item in self.description["paths"].items():
            for method in METHODS:
                if method in item:
                    yield method, path, item[method]

    def schema(self, part):
        """A schema of the description that can find the others."""
        return {**part, "components": self.description["components"]}

    def assert_valid(self, value, part, what):
        errors = list(jsonschema.Draft202012Validator(
            self.schema(part), format_checker=jsonschema.FormatChecker()).iter_errors(value))
        self.assertEqual([f"{error.json_path}: {error.message[:300]}" for error in errors], [], what)

    def assert_answers_as_described(self, answer, operation, what):
        responses = operation["responses"]
        self.assertIn(str(answer.status), responses, f"{what}: {answer}")
        self.assertLess(answer.status, 300, f"{what}: {answer}")
        media_type = answer.headers["Content-Type"].partition(";")[0]
        content = responses[str(answer.status)]["content"]
        self.assertIn(media_type, content, what)
        if media_type.endswith("json"):
            self.assert_valid(answer.json, content[media_type]["schema"], what)

    def send(self, method, path, operation, sent, example=None):
        for name, value in sent.path.items():
            path = path.replace("{" + name + "}", value)
        self.assertNotIn("{", path, f"{operation['operationId']}: WAYS fills in every part of the path")
        body, headers = sent.body, {}
        if example is not None:
            body, headers["Content-Type"] = json.dumps(example).encode(), "application/json"
        if sent.content_type:
            headers["Content-Type"] = sent.content_type
        return self.service.call(method.upper(), path + sent.query, body, headers,
                                 key=(sent.key or True) if operation["security"] else None)

    def test_the_description_is_sound_openapi(self):
        with open(os.path.join(HERE, "openapi-3.1.schema.json"), encoding="utf-8") as file:
            sound = json.load(file)
        errors = jsonschema.Draft202012Validator(sound).iter_errors(self.description)
        self.assertEqual([f"{error.json_path}: {error.message[:300]}" for error in errors], [])
        tags = {tag["name"] for tag in self.description["tags"]}
        names = set()
        for method, path, operation in self.operations():
            where = f"{method} {path}"
            self.assertLessEqual(set(operation["tags"]), tags, where)
            self.assertNotIn(operation["operationId"], names, where)
            names.add(operation["operationId"])
            in_path = [one["name"] for one in operation.get("parameters", []) if one["in"] == "path"]
            self.assertEqual(in_path, [part[1:-1] for part in path.split("/") if part.startswith("{")], where)

    def test_every_schema_is_one_and_every_example_fits_its_schema(self):
        for name, schema in self.description["components"]["schemas"].items():
            with self.subTest(schema=name):
                jsonschema.Draft202012Validator.check_schema(schema)
        for method, path, operation in self.operations():
            bodies = [operation.get("requestBody", {"content": {}}), *operation["responses"].values()]
            for body in bodies:
                for content in body.get("content", {}).values():
                    examples = [one["value"] for one in content.get("examples", {}).values()]
                    if "example" in content:
                        examples.append(content["example"])
                    for example in examples:
                        self.assert_valid(example, content["schema"], f"{method} {path}")
            for parameter in operation.get("parameters", []):
                self.assert_valid(parameter["example"], parameter["schema"], f"{path} {parameter['name']}")

    def test_every_example_is_answered_as_described(self):
        described = {operation["operationId"] for _, _, operation in self.operations()}
        self.assertEqual(described, set(WAYS), "WAYS and the calls of the service differ")
        for method, path, operation in self.operations():
            name = operation["operationId"]
            content = operation.get("requestBody", {"content": {}})["content"]
            examples = [one["value"] for one in content.get("application/json", {}).get("examples", {}).values()]
            for example in examples or [None]:
                with self.subTest(call=name):
                    sent = WAYS[name](self)
                    answer = self.send(method, path, operation, sent, example)
                    self.assert_answers_as_described(answer, operation, name)

    def test_a_refusal_has_the_shape_of_a_problem_and_a_code_that_is_described(self):
        operation = self.description["paths"]["/v1/applications"]["post"]
        answer = self.service.post("/v1/applications", {"matter": "nothing_of_the_kind"})
        self.assertEqual(answer.status, 422, answer)
        response = operation["responses"]["422"]
        self.assert_valid(answer.json, response["content"]["application/problem+json"]["schema"], "POST")
        self.assertIn(answer.json["type"], response["x-problem-types"])

    def test_the_page_for_people_asks_nobody_else(self):
        page = self.service.get("/docs", key=None)
        self.assertEqual(page.status, 200, page)
        self.assertIn("default-src 'none'", page.headers["Content-Security-Policy"])
        self.assertNotIn(b"http", page.body)


class SwaggerUi(ServiceTest):
    def test_is_served_where_it_was_fetched(self):
        bundle = os.path.join(os.path.dirname(PROGRAM), "share", "swagger-ui")
        if not os.path.isdir(bundle):
            self.skipTest("scripts/fetch-swagger-ui has not been run")
        page = self.service.get("/docs", key=None)
        self.assertIn(b"docs/swagger-ui-bundle.js", page.body)
        for name in ("swagger-ui-bundle.js", "swagger-ui.css", "swagger.js"):
            answer = self.service.get("/docs/" + name, key=None)
            self.assertEqual(answer.status, 200, name)
            self.assertGreater(len(answer.body), 100, name)


if __name__ == "__main__":
    unittest.main()
