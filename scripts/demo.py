#!/usr/bin/env python3
"""The main job, as a department's system would see it: eight applications for a senior allowance,
most of them with scans, sent through the public REST calls to a service of their own. Prints every
verdict with what it rests on, and fails unless each outcome is the expected one."""

import argparse
import datetime
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
import urllib.error
import urllib.request
import uuid

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
RESULTS = {"pass": "通过", "fail": "不符合", "unknown": "待定", "not_applicable": "不适用", "error": "出错"}


def id_number(birth, sequence):
    """An invented number with a valid check character (GB 11643-1999)."""
    digits = "350102" + birth.strftime("%Y%m%d") + f"{sequence:03d}"
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, WEIGHTS)) % 11]


def bank_account(seed):
    """An invented card number whose last digit satisfies Luhn (ISO/IEC 7812-1)."""
    digits = f"62170018{seed:010d}"
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


class Person:
    """An invented applicant, and what is true of them."""

    def __init__(self, name, sequence, road, birth=datetime.date(1940, 5, 6)):
        self.name, self.birth, self.seed = name, birth, sequence
        self.number = id_number(birth, sequence)
        self.address = f"福建省福州市鼓楼区{road}"
        self.card_from = datetime.date(birth.year + 66, 3, 1)
        self.proof_day = TODAY - datetime.timedelta(days=30)

    def form(self, **changes):
        form = {
            "full_name": self.name, "id_number": self.number, "id_valid_to": "9999-12-31",
            "id_valid_from": self.card_from.isoformat(), "address": self.address, "residence_issued_on": self.proof_day.isoformat(),
            "bank_account": bank_account(self.seed), "account_name": self.name,
            "signature": "electronic"}
        form.update(changes)
        return form

    def lookups(self):
        return {
            "population": {"alive": True, "birth_date": self.birth.isoformat(),
                           "registered_at": "福建省福州市鼓楼区"},
            "civil_affairs": {"deceased": False, "active_grant": False,
                              "granted_elsewhere": False, "low_income": False}}

    def card(self, **changes):
        values = {
            "full_name": self.name, "birth_date": self.birth.isoformat(), "id_number": self.number,
            "sex": "男" if int(self.number[16]) % 2 else "女", "ethnicity": "汉",
            "address": self.address, "issuing_authority": "福州市公安局鼓楼分局",
            "valid_from": self.card_from.isoformat(), "valid_to": "9999-12-31"}
        values.update(changes)
        return values

    def proof(self):
        return {"full_name": self.name, "id_number": self.number, "address": self.address,
                "issued_on": self.proof_day.isoformat(), "issuer": "福州市鼓楼区样本社区居民委员会",
                "seal": True}


class Specimens:
    """Draws scans with the generator of tests/corpus; the product knows nothing of it."""

    def __init__(self, program, folder):
        self.program, self.folder, self.count = program, folder, 0

    def draw(self, document, values, condition, seed, layout, font="Noto Serif CJK SC", format="png"):
        self.count += 1
        path = os.path.join(self.folder, f"{self.count:02d}-{document}.{'jpg' if format == 'jpeg' else format}")
        request = {"document": document, "values": values, "seed": seed, "font": font,
                   "layout": layout, "degrade": {"condition": condition}, "format": format}
        done = subprocess.run([self.program, "--request", "-", "--out", path], text=True,
                              input=json.dumps(request), capture_output=True, check=False)
        if done.returncode != 0:
            sys.exit(f"demo: the specimen {document} was not drawn: {done.stderr}")
        with open(path, "rb") as file:
            return os.path.basename(path), file.read()

    def card(self, person, condition="clean", **changes):
        values = person.card(**changes)
        return [self.draw("id_card_front", values, condition, person.seed, {"jitter": 0}),
                self.draw("id_card_back", values, condition, person.seed, {"jitter": 0})]

    def proof(self, person, condition="clean"):
        return [self.draw("residence_proof", person.proof(), condition, person.seed,
                          {"style": "lines", "date": "text", "jitter": 0})]


class Service:
    """The service on a free port with an empty data directory, and one key to it."""

    def __init__(self, program, data):
        self.process = subprocess.Popen(
            [program, "serve", "--port", "0", "--data", data, "--trust-request-lookups"],
            stdout=subprocess.PIPE, stderr=open(os.path.join(data, "service.log"), "w"), text=True)
        self.key = self.address = None
        for line in self.process.stdout:
            if found := re.search(r"API key.*: (\S+)$", line):
                self.key = found.group(1)
            if found := re.search(r"(http://\S+)", line):
                self.address = found.group(1)
                return
        sys.exit("demo: the service did not start; see service.log in " + data)

    def call(self, method, path, body=None, headers=None):
        request = urllib.request.Request(self.address + path, data=body, method=method)
        request.add_header("Authorization", "Bearer " + self.key)
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            sys.exit(f"demo: {method} {path} answered {error.code}: {error.read().decode()}")

    def submit(self, application, files):
        """POST /v1/applications, as JSON alone or as multipart with a part for each file."""
        headers = {"Idempotency-Key": str(uuid.uuid4()), "Prefer": "wait=60"}
        if not files:
            headers["Content-Type"] = "application/json"
            return self.call("POST", "/v1/applications", json.dumps(application).encode(), headers)
        boundary = uuid.uuid4().hex
        parts = [b'Content-Disposition: form-data; name="application"\r\n'
                 b"Content-Type: application/json\r\n\r\n" + json.dumps(application).encode()]
        for material, scans in files.items():
            for name, content in scans:
                parts.append(f'Content-Disposition: form-data; name="{material}"; filename="{name}"\r\n'
                             "Content-Type: application/octet-stream\r\n\r\n".encode() + content)
        body = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
        headers["Content-Type"] = "multipart/form-data; boundary=" + boundary
        return self.call("POST", "/v1/applications", body + b"--" + boundary.encode() + b"--\r\n", headers)

    def wait(self, answer):
        """Until the application is no longer under way."""
        while answer["state"] in ("received", "reading", "judging"):
            time.sleep(0.5)
            _, answer = self.call("GET", "/v1/applications/" + answer["id"])
        return answer

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=60)


def width(text):
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def cell(text, wide):
    while width(text) > wide:
        text = text[:-2] + "…"
    return text + " " * (wide - width(text))


def print_decision(title, state, decision):
    outcome = decision["outcome"] + (f" (拟 {decision['proposal']})" if decision["proposal"] else "")
    print(f"\n━━ {title}\n   {outcome}   state {state}   {decision['application']}")
    for reason in decision["reasons"]:
        print(f"   ! {reason['code']}: {reason['message']} {' '.join(reason['facts'])}")
    for supplement in decision["supplements"]:
        print(f"   + {supplement['title']}: {supplement['message']}")
    for result in decision["results"].values():
        value = f"{result['value'] / 100:.2f} 元" if result["kind"] == "money" else result["value"]
        print(f"   = {result['title']}: {value}")
    columns = (30, 8, 38, 42)
    print("   " + "  ".join(cell(name, wide) for name, wide in
                            zip(("审查要点 criterion", "结论", "取值 value", "来源 where"), columns)) + "  置信度")
    for verdict in decision["verdicts"]:
        first = [verdict["title"], RESULTS[verdict["result"]]]
        for evidence in verdict["evidence"] or [None]:
            value = where = confidence = ""
            if evidence:
                shown = evidence["value"]
                if not isinstance(shown, str):
                    shown = "—" if shown is None else json.dumps(shown, ensure_ascii=False)
                table = evidence["source"] == "table"
                value = (evidence["fact"] if table else evidence["fact"].split(".")[-1] + " = " + shown)
                where = evidence.get("cause") or evidence["source"] or ""
                if evidence["page"]:
                    where += f" {evidence['material']} p.{evidence['page']} {evidence['box']}"
                if evidence["confidence"] is not None:
                    confidence = f"{evidence['confidence']:.3f}"
            print("   " + "  ".join(cell(text, wide) for text, wide in
                                    zip((first[0], first[1], value, where), columns)) + "  " + confidence)
            first = ["", ""]


def cases(draw):
    """(title, application, files, what is expected of (decision, status))"""
    def apply(person, reference, **form):
        return {"matter": "senior_allowance", "reference": reference,
                "applicant": {"kind": "person", "name": person.name, "number": person.number},
                "form": person.form(**form), "lookups": person.lookups()}

    def outcome(*allowed):
        return lambda decision, status: decision["outcome"] in allowed

    def supplements(*ids):
        return lambda decision, status: (decision["outcome"] == "supplement" and
                                         {item["id"] for item in decision["supplements"]} == set(ids))

    lin = Person("林秀英", 122, "样本路12号3单元501室")
    yield ("1 清晰扫描件 a clean scan", apply(lin, "DEMO-1"),
           {"id_card": draw.card(lin), "residence_proof": draw.proof(lin)}, outcome("approve"))

    chen = Person("陈建国", 235, "样本路28号1单元302室", datetime.date(1938, 11, 2))
    yield ("2 歪斜有噪点的手机照片 a skewed, noisy photograph", apply(chen, "DEMO-2"),
           {"id_card": draw.card(chen, "skew+noise+photo"),
            "residence_proof": draw.proof(chen, "skew+noise+photo")}, outcome("approve", "escalate"))

    huang = Person("黄丽华", 348, "样本路36号602室", datetime.date(1941, 2, 14))
    yield ("3 缺居住证明 the certificate is missing", apply(huang, "DEMO-3"),
           {"id_card": draw.card(huang)}, supplements("residence_proof"))

    wu = Person("吴志强", 457, "样本路45号201室", datetime.date(1939, 8, 23))
    yield ("4 缺两份材料，一次告知 two are missing, one notice",
           apply(wu, "DEMO-4", signature="handwritten"), {"id_card": draw.card(wu)},
           supplements("residence_proof", "application_form"))

    zheng = Person("郑美玲", 562, "样本路59号1001室", datetime.date(TODAY.year - 76, 6, 18))
    yield ("5 未满 80 周岁 too young", apply(zheng, "DEMO-5"),
           {"id_card": draw.card(zheng), "residence_proof": draw.proof(zheng)},
           lambda decision, status: decision["outcome"] == "escalate" and decision["proposal"] == "deny")

    zhou = Person("周国平", 671, "样本路63号703室", datetime.date(1942, 9, 9))
    yield ("6 表单姓名与身份证不一致 the names differ",
           apply(zhou, "DEMO-6", full_name="周国华", account_name="周国华"),
           {"id_card": draw.card(zhou), "residence_proof": draw.proof(zhou)}, supplements("same_person"))

    xu = Person("许文秀", 784, "样本路77号405室", datetime.date(1937, 12, 30))
    yield ("7 无法辨认的扫描件 an unreadable scan", apply(xu, "DEMO-7"),
           {"id_card": draw.card(xu, "unreadable"), "residence_proof": draw.proof(xu)},
           lambda decision, status: decision["outcome"] == "escalate" and any(
               fact.startswith("id_card.") for reason in decision["reasons"] for fact in reason["facts"]))

    he = Person("何淑芬", 896, "样本路81号902室", datetime.date(1936, 4, 5))
    electronic = apply(he, "DEMO-8")
    electronic["e_licences"] = {
        "id_card": {name: he.card()[name] for name in
                    ("full_name", "birth_date", "id_number", "valid_from", "valid_to")},
        "residence_proof": {"address": he.address, "issued_on": he.proof_day.isoformat(),
                            "seal": {"present": True}}}
    yield ("8 全电子材料，即报即批 electronic, decided in the response", electronic, {},
           lambda decision, status: decision["outcome"] == "approve" and status == 201)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", default="build", help="where the programs were built")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhipi-demo-") as folder:
        service = Service(os.path.join(options.build, "zhipi"), folder)
        draw = Specimens(os.path.join(options.build, "zhipi-specimens"), folder)
        wrong, outcomes = [], {}
        for title, application, files, expected in cases(draw):
            status, answer = service.submit(application, files)
            answer = service.wait(answer)
            print_decision(title, answer["state"], answer["decision"])
            outcome = answer["decision"]["outcome"]
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
            if not expected(answer["decision"], status):
                wrong.append(title)
                print("   ✗ 与预期不符 this is not the expected outcome")
        stopped = service.stop()
    automatic = sum(count for outcome, count in outcomes.items() if outcome != "escalate")
    print("\n合计 totals: " + ", ".join(f"{outcome} {count}" for outcome, count in sorted(outcomes.items())) +
          f"; 自动 automatic {automatic} of {sum(outcomes.values())}")
    if wrong or stopped != 0:
        sys.exit(f"demo: {len(wrong)} outcomes were not as expected: {'; '.join(wrong)}; the service ended with {stopped}")
    print("所有结果与预期一致 every outcome is the expected one")


if __name__ == "__main__":
    main()
