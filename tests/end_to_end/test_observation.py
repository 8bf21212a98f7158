"""What an operator sees: figures in /metrics, traces from the request to the worker's lines, statistics."""

import json
import os
import re
import unittest

from service import TODAY, Person, ServiceTest, blank_png, multipart, until

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SPAN = "00f067aa0ba902b7"


class ObservedTest(ServiceTest):
    def log(self, event):
        """Lines of the service's log with this event."""
        with open(os.path.join(self.data, "service.log"), encoding="utf-8") as log:
            lines = [json.loads(line) for line in log if line.startswith("{")]
        return [line for line in lines if line["event"] == event]

    def figures(self):
        answer = self.service.get("/metrics", key=None)
        self.assertEqual(answer.status, 200, answer)
        values = {}
        for line in answer.body.decode().splitlines():
            if not line.startswith("#"):
                found = re.fullmatch(r'([a-z_]+(?:\{.*\})?) ([-+0-9.eEinfa]+)', line)
                self.assertIsNotNone(found, line)
                values[found.group(1)] = float(found.group(2))
        return values

    def wait_for(self, name, value):
        """Figures are good for a second."""
        return until(lambda: (seen := self.figures()).get(name) == value and seen, f"{name} {value}")


class Figures(ObservedTest):
    def test_calls_decisions_and_verdicts_are_counted(self):
        self.assertEqual(self.service.submit(Person().electronic()).status, 201)
        self.assertEqual(self.service.get("/v1/applications/none").status, 404)
        self.assertEqual(self.service.get("/nowhere").status, 404)
        seen = self.wait_for('zhipi_http_requests_total{method="POST",route="/v1/applications",status="201"}', 1)
        self.assertEqual(seen['zhipi_http_requests_total{method="GET",route="/v1/applications/{id}",status="404"}'], 1)
        self.assertEqual(seen['zhipi_http_refusals_total{code="not_found",status="404"}'], 1)
        self.assertEqual(seen['zhipi_decisions_total{automatic="true",maker="engine",matter="senior_allowance",outcome="approve"}'], 1)
        self.assertEqual(seen['zhipi_verdicts_total{criterion="age_80",matter="senior_allowance",result="pass"}'], 1)
        self.assertEqual(seen['zhipi_lookups_total{lookup="population",matter="senior_allowance",result="answered"}'], 1)
        self.assertGreaterEqual(seen["zhipi_store_commit_seconds_count"], 1)
        self.assertEqual(seen['zhipi_queue_jobs{state="parked"}'], 0)
        self.assertGreater(seen["process_resident_memory_bytes"], 1 << 20)
        packs = [name for name in seen if name.startswith("zhipi_pack_info")]
        self.assertTrue(any('matter="senior_allowance"' in name and "sha256:" in name for name in packs), packs)

    def test_reading_is_timed_and_escalations_have_reasons(self):
        body, content_type = multipart(Person().application(lookups={}), {"id_card": [blank_png()]})
        answer = self.service.call("POST", "/v1/applications", body,
                                   {"Content-Type": content_type, "Prefer": "wait=60"})
        self.assertEqual(answer.json["decision"]["outcome"], "escalate", answer)
        seen = self.wait_for('zhipi_reading_seconds_count{material="id_card",matter="senior_allowance"}', 1)
        self.assertEqual(seen['zhipi_lookups_total{lookup="population",matter="senior_allowance",result="failed"}'], 1)
        reasons = [name for name in seen if name.startswith("zhipi_escalation_reasons_total")]
        self.assertTrue(any('code="lookup_failed"' in name for name in reasons), reasons)

    def test_nothing_of_a_request_becomes_a_label(self):
        self.service.submit(Person().electronic(reference="secret-reference"))
        self.service.get("/v1/applications/A-secret-id?secret_parameter=1")
        text = self.service.get("/metrics", key=None).body
        self.assertNotIn(b"secret", text)
        self.assertNotIn(Person().number.encode(), text)


class Traces(ObservedTest):
    def test_a_callers_trace_goes_through_to_the_worker(self):
        body, content_type = multipart(Person().application(), {"id_card": [blank_png()]})
        answer = self.service.call("POST", "/v1/applications", body, {
            "Content-Type": content_type, "Prefer": "wait=60", "traceparent": f"00-{TRACE}-{SPAN}-01"})
        self.assertEqual(answer.status, 201, answer)
        version, trace, span, flags = answer.headers["traceresponse"].split("-")
        self.assertEqual((version, trace, flags), ("00", TRACE, "01"))
        self.assertNotEqual(span, SPAN)
        request = until(lambda: [line for line in self.log("request") if line.get("trace") == TRACE], "its line")[0]
        self.assertEqual((request["span"], request["parent"]), (span, SPAN))
        for event in ("read", "decided"):
            line = self.log(event)[0]
            self.assertEqual(line["trace"], TRACE, line)
            self.assertEqual(line["application"], answer.json["id"], line)
            self.assertNotIn(line["span"], (span, SPAN))

    def test_without_one_every_request_has_its_own(self):
        seen = {self.service.get("/healthz", key=None).headers["traceresponse"].split("-")[1] for _ in range(3)}
        self.assertEqual(len(seen), 3)
        for bad in ("nonsense", f"00-{'0' * 32}-{SPAN}-01", f"00-{TRACE.upper()}-{SPAN}-01"):
            answer = self.service.get("/healthz", key=None, headers={"traceparent": bad})
            self.assertEqual(answer.status, 200)
            self.assertNotIn(TRACE, answer.headers["traceresponse"])

    def test_a_problem_names_the_line_of_the_log_that_belongs_to_it(self):
        answer = self.service.get("/v1/applications/none")
        trace, span = answer.json["instance"].removeprefix("urn:zhipi:trace:").split(":")
        lines = until(lambda: [line for line in self.log("request") if line["span"] == span], "its line")
        self.assertEqual((lines[0]["trace"], lines[0]["status"]), (trace, 404))

    def test_a_job_keeps_its_trace_over_a_crash(self):
        self.service.kill()
        self.restart()
        body, content_type = multipart(Person().application(), {"id_card": [blank_png()]})
        answer = self.service.call("POST", "/v1/applications", body, {
            "Content-Type": content_type, "traceparent": f"00-{TRACE}-{SPAN}-01"})
        self.service.kill()
        self.restart()
        self.service.finished(answer.json["id"])
        lines = until(lambda: self.log("decided"), "the worker's line")
        self.assertEqual(lines[0]["trace"], TRACE)


class Statistics(ObservedTest):
    def test_a_period_is_counted_by_day_month_and_matter(self):
        self.service.submit(Person(101).electronic())
        self.service.submit(Person(102).application())
        self.service.submit(Person(103).electronic(automated=False))
        days = self.service.get("/v1/statistics")
        self.assertEqual(days.status, 200, days)
        total = days.json["total"]
        self.assertEqual((total["received"], total["decided"], total["automatic"]), (3, 3, 2))
        self.assertEqual(total["outcomes"], {"approve": 1, "escalate": 1, "supplement": 1})
        self.assertEqual(sum(total["escalation_reasons"].values()), 1)
        self.assertEqual(total["final"], 1)
        self.assertEqual(total["working_days"]["median"], 0)
        self.assertEqual([part["part"] for part in days.json["parts"]], [TODAY.isoformat()])
        months = self.service.get("/v1/statistics?by=month").json["parts"]
        self.assertEqual([part["part"] for part in months], [TODAY.isoformat()[:7]])
        matters = self.service.get("/v1/statistics?by=matter").json["parts"]
        self.assertEqual([part["part"] for part in matters], ["senior_allowance"])
        self.assertEqual(self.service.get("/v1/statistics?matter=other").json["total"]["received"], 0)
        self.assertEqual(self.service.get("/v1/statistics?to=2026-01-01").json["total"]["received"], 0)

    def test_a_period_that_is_none_is_refused(self):
        for query in ("from=2026-13-01", "from=yesterday", "by=year", "from=2026-02-01&to=2026-01-01",
                      "from=2020-01-01&to=2026-01-01"):
            self.assert_problem(self.service.get("/v1/statistics?" + query), 400, "bad_parameter")
        longer = self.service.get("/v1/statistics?from=2020-01-01&to=2026-01-01&by=month")
        self.assertEqual(longer.status, 200, longer)


if __name__ == "__main__":
    unittest.main()
