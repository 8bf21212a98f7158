"""What authors do at the command line: a new pack, what would change, and what goes wrong."""

import html.parser
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["ZHIPI"]
RULES = os.environ["ZHIPI_TEST_RULES"]


class AuthoringTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def zhipi(self, *arguments, stdin=None):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True,
                              timeout=120, input=stdin, check=False)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def read(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            return file.read()

    def new_pack(self, name="stall_permit"):
        made = self.zhipi("new", name)
        self.assertEqual(made.returncode, 0, made)
        return name


class New(AuthoringTest):
    def test_makes_a_pack_that_passes_check_and_test(self):
        pack = self.new_pack()
        checked = self.zhipi("check", pack)
        self.assertEqual((checked.returncode, checked.stderr), (0, ""), checked)
        tested = self.zhipi("test", pack, "--strict")
        self.assertEqual((tested.returncode, tested.stderr), (0, ""), tested)

    def test_puts_it_below_the_rules_that_are_named(self):
        os.mkdir(os.path.join(self.folder, "packs"))
        self.assertEqual(self.zhipi("new", "stall_permit", "--rules", "packs").returncode, 0)
        self.assertTrue(os.path.isfile(os.path.join(self.folder, "packs/stall_permit/matter.lua")))

    def test_refuses_what_is_there_and_bad_names(self):
        self.new_pack()
        for name in ("stall_permit", "Stall", "stall permit", "摊位", ".."):
            refused = self.zhipi("new", name)
            self.assertEqual(refused.returncode, 1, refused)
            self.assertIn("error", refused.stderr)

    def test_without_a_name_is_wrong_usage(self):
        self.assertEqual(self.zhipi("new").returncode, 2)


class Against(AuthoringTest):
    """A version that approves a golden case once denied needs a second person who names the case."""

    def setUp(self):
        super().setUp()
        self.old = self.new_pack()
        os.mkdir(os.path.join(self.folder, "next"))
        self.new = "next/stall_permit"
        shutil.copytree(os.path.join(self.folder, self.old), os.path.join(self.folder, self.new))

    def against(self, *more):
        return self.zhipi("test", "--no-mutation", self.new, "--against", self.old, *more)

    def loosen(self):
        table = self.read(self.new + "/tables/thresholds.csv")
        self.write(self.new + "/tables/thresholds.csv", table.replace(">=,4,deny", ">=,1,deny"))
        for name in os.listdir(os.path.join(self.folder, self.new, "cases")):
            self.write(f"{self.new}/cases/{name}", "[]")  # the author's own cases say nothing
        path = self.new + "/cases/approve.json"
        self.write(path, self.read(self.old + "/cases/approve.json"))

    def test_the_same_denials_pass(self):
        tested = self.against()
        self.assertEqual((tested.returncode, tested.stderr), (0, ""), tested)

    def test_a_denial_that_turned_is_named_and_refused_until_somebody_signs_for_it(self):
        self.loosen()
        refused = self.against()
        self.assertEqual(refused.returncode, 1, refused)
        named = re.findall(r"^stall_permit/(cases/\S+): (.+): 不予 deny → 准予 approve: error",
                           refused.stderr, re.MULTILINE)
        self.assertTrue(named, refused)
        names = [name for _, name in named]
        self.assertEqual(self.against("--signed", "another case").returncode, 1)
        if len(names) > 1:
            self.assertEqual(self.against("--signed", names[0]).returncode, 1)
        signed = self.against(*(part for name in names for part in ("--signed", name)))
        self.assertEqual((signed.returncode, signed.stderr), (0, ""), signed)

    def test_takes_one_pack_at_a_time(self):
        self.assertEqual(self.zhipi("test", self.old, self.new, "--against", self.old).returncode, 2)


class Explain(AuthoringTest):
    def test_tells_people_what_would_turn_a_failure(self):
        pack = self.new_pack()
        facts = json.loads(self.read(pack + "/cases/approve.json"))[0]["facts"]
        facts["form"]["floor_area"] = 2
        path = self.write("facts.json", json.dumps(facts))
        explained = self.zhipi("judge", pack, path, "--explain")
        self.assertEqual((explained.returncode, explained.stderr), (0, ""), explained)
        self.assertIn("row 5", explained.stdout)
        self.assertRegex(explained.stdout, r"nearest change: form.floor_area .* 2 → 4；.*准予 approve\n")
        self.assertNotIn("{", explained.stdout)

    def test_is_refused_like_the_decision_itself(self):
        pack = self.new_pack()
        refused = self.zhipi("judge", pack, self.write("facts.json", "{}"), "--explain")
        self.assertEqual((refused.returncode, refused.stdout), (1, ""), refused)
        self.assertIn("received_on", refused.stderr)


class Backtest(AuthoringTest):
    def setUp(self):
        super().setUp()
        self.old = self.new_pack()
        os.mkdir(os.path.join(self.folder, "next"))
        self.new = "next/stall_permit"
        shutil.copytree(os.path.join(self.folder, self.old), os.path.join(self.folder, self.new))
        table = self.read(self.new + "/tables/thresholds.csv")
        self.write(self.new + "/tables/thresholds.csv", table.replace(">=,4,deny", ">=,10,supplement"))
        facts = json.loads(self.read(self.old + "/cases/approve.json"))[0]["facts"]
        lines = []
        for at in range(1, 31):  # a stall of each size
            facts["application"], facts["form"]["floor_area"] = f"A{at}", at
            lines.append(json.dumps(facts, ensure_ascii=False))
        self.facts = self.write("facts.ndjson", "\n".join(lines) + "\n")

    def backtest(self, *more, **others):
        return self.zhipi("backtest", self.old, self.new, "--rules", RULES, *more, **others)

    def test_counts_what_changes_by_outcome_and_criterion(self):
        made = self.backtest("--facts", self.facts, "--json")
        self.assertEqual((made.returncode, made.stderr), (0, ""), made)
        report = json.loads(made.stdout)
        self.assertEqual((report["cases"], report["changed"]), (30, 9))
        self.assertEqual(report["flows"], {"approve→supplement": 6, "escalate→supplement": 3})
        self.assertEqual(report["criteria"], {"area_minimum": {"pass→fail": 6}})
        self.assertEqual(report["examples"]["approve→supplement"], ["A4", "A5", "A6", "A7", "A8"])

    def test_is_the_same_from_standard_input_and_with_any_number_of_threads(self):
        expected = self.backtest("--facts", self.facts, "--json").stdout
        text = self.read("facts.ndjson")
        self.assertEqual(self.backtest("--facts", "-", "--json", stdin=text).stdout, expected)
        for threads in ("1", "2", "7"):
            made = self.backtest("--facts", self.facts, "--json", "--threads", threads)
            self.assertEqual(made.stdout, expected)

    def test_tells_people_the_flows_with_examples(self):
        made = self.backtest("--facts", self.facts, "--examples", "2")
        self.assertEqual(made.returncode, 0, made)
        self.assertRegex(made.stdout, r"6  approve→supplement +例 e.g. A4 A5\n")

    def test_names_every_line_that_is_no_facts_and_exits_1(self):
        text = self.read("facts.ndjson")
        bad = self.write("bad.ndjson", text + "nonsense\n" + '{"application": "A99"}\n')
        made = self.backtest("--facts", bad, "--json")
        self.assertEqual(made.returncode, 1)
        self.assertIn("bad.ndjson:31: error", made.stderr)
        self.assertIn("bad.ndjson:32: error: A99", made.stderr)
        report = json.loads(made.stdout)
        self.assertEqual((report["cases"], report["refused"]), (30, 2))

    def test_refuses_packs_and_files_that_are_not_there(self):
        missing = self.zhipi("backtest", self.old, "nowhere", "--facts", self.facts)
        self.assertEqual((missing.returncode, missing.stdout), (1, ""), missing)
        self.assertIn("nowhere", missing.stderr)
        for source in (("--facts", "nowhere.ndjson"), ("--facts", "."), ("--data", "nowhere")):
            refused = self.backtest(*source)
            self.assertEqual((refused.returncode, refused.stdout), (1, ""), refused)
            self.assertIn("error", refused.stderr)

    def test_needs_exactly_one_source_of_cases(self):
        self.assertEqual(self.backtest().returncode, 2)
        self.assertEqual(self.backtest("--facts", self.facts, "--data", ".").returncode, 2)


class Wellformed(html.parser.HTMLParser):
    """Every element that is opened is closed, in order."""

    def __init__(self):
        super().__init__()
        self.open, self.seen = [], set()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag


class Export(AuthoringTest):
    def test_writes_markdown_to_standard_output(self):
        pack = self.new_pack()
        made = self.zhipi("export", pack)
        self.assertEqual((made.returncode, made.stderr), (0, ""), made)
        self.assertTrue(made.stdout.startswith("# 便民摊位许可（示例） 审查工作细则\n"))
        self.assertIn("| 11 | 不限 | 120.00 |", made.stdout)
        self.assertEqual(self.zhipi("export", pack).stdout, made.stdout)

    def test_writes_a_page_of_html_to_a_file(self):
        made = self.zhipi("export", self.new_pack(), "--html", "-o", "rules.html")
        self.assertEqual((made.returncode, made.stdout, made.stderr), (0, "", ""), made)
        page = Wellformed()
        page.feed(self.read("rules.html"))
        self.assertEqual(page.open, [])
        self.assertLessEqual({"html", "title", "h1", "table", "pre"}, page.seen)

    def test_a_script_in_a_title_stays_text(self):
        pack = self.new_pack()
        matter = self.read(pack + "/matter.lua")
        self.write(pack + "/matter.lua", matter.replace("便民摊位许可", "<script>alert(1)</script>|"))
        page = Wellformed()
        page.feed(self.zhipi("export", pack, "--html").stdout)
        self.assertNotIn("script", page.seen)
        markdown = self.zhipi("export", pack).stdout
        self.assertNotIn("<script>", markdown)
        self.assertIn("&lt;/script&gt;\\|（示例） |", markdown)

    def test_refuses_what_is_no_pack_and_what_cannot_be_written(self):
        missing = self.zhipi("export", "nowhere")
        self.assertEqual((missing.returncode, missing.stdout), (1, ""), missing)
        self.assertIn("nowhere", missing.stderr)
        unwritable = self.zhipi("export", self.new_pack(), "-o", "no/such/folder.md")
        self.assertEqual(unwritable.returncode, 1, unwritable)
        self.assertEqual(self.zhipi("export").returncode, 2)


if __name__ == "__main__":
    unittest.main()
