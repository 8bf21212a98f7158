"""The authors' guide, in both languages: every example in it is run.

What a fenced block is says its first line (docs/authoring.md explains it to readers):
  LANGUAGE file=PATH   a file, written when its turn comes
  sh                   `$ command` lines are run, all to succeed; the lines below are what they print, `…` anything
  lua example          `EXPRESSION  --> VALUE` over the matter and facts in trial/; the lines above prepare
  lua matter           keys of a matter; `--> error: …` is what `zhipi check` must say, otherwise it says no error
  lua criteria         parts of criteria.lua over trial/; as above, and `--> id: result` is what judging gives
  lua mistakes         `EXPRESSION  --> MESSAGE`: what `zhipi check` says of each
  text                 nothing to run
"""

import json
import os
import re
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["ZHIPI"]
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
GUIDES = ("docs/authoring.md", "docs/authoring.zh-CN.md")


def text_of(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def blocks_of(guide):
    """(what it is, its lines, the line it begins on) of every fenced block."""
    blocks, inside = [], None
    for number, line in enumerate(text_of(guide).splitlines(), 1):
        if line.startswith("```") and inside is None:
            inside = (line[3:].strip(), [], number)
        elif line.startswith("```"):
            blocks.append(inside)
            inside = None
        elif inside is not None:
            inside[1].append(line)
    return blocks


def cut(line):
    """A line before `-->`, and what stands behind it."""
    before, arrow, behind = line.partition("-->")
    return before.rstrip(), behind.strip() if arrow else None


class Guide:
    """The tests of one guide; each subclass names its file."""

    path = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.blocks = blocks_of(self.path)

    def of_kind(self, kind):
        found = [block for block in self.blocks if block[0] == kind]
        self.assertTrue(found, f"{self.path} has no block `{kind}`")
        return found

    def write(self, path, lines):
        whole = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(whole), exist_ok=True)
        with open(whole, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")

    def zhipi(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True,
                              timeout=120, check=False)

    def write_trial(self):
        for kind, lines, _ in self.blocks:
            if " file=trial/" in kind:
                self.write(kind.split("file=")[1], lines)

    def verdicts(self):
        judged = self.zhipi("judge", "trial", "trial/facts.json")
        self.assertEqual((judged.returncode, judged.stderr), (0, ""))
        return {verdict["criterion"]: verdict for verdict in json.loads(judged.stdout)["verdicts"]}

    def place(self, line):
        return f"{self.path}:{line}"

    def test_every_block_is_of_a_kind_that_is_run(self):
        for kind, lines, at in self.blocks:
            runs = " file=" in kind or kind in ("sh", "lua example", "lua matter", "lua criteria", "lua mistakes")
            self.assertTrue(runs or kind == "text", f"{self.place(at)}: nothing runs `{kind}`")
            if kind in ("lua example", "lua mistakes"):
                self.assertTrue(any("-->" in line for line in lines), self.place(at))

    def test_its_files_and_commands_work_in_the_order_of_reading(self):
        environment = dict(os.environ, PATH=os.path.dirname(PROGRAM) + os.pathsep + os.environ["PATH"])
        for kind, lines, at in self.blocks:
            if " file=" in kind:
                self.write(kind.split("file=")[1], lines)
            if kind != "sh":
                continue
            for entry in re.split(r"^\$ ", "\n".join(lines), flags=re.MULTILINE)[1:]:
                command, *printed = entry.splitlines()
                done = subprocess.run(["bash", "-c", command], cwd=self.folder, env=environment, text=True,
                                      capture_output=True, timeout=300, check=False)
                said = done.stdout + done.stderr
                self.assertEqual(done.returncode, 0, f"{self.place(at)}: {command}\n{said}")
                for line in filter(None, printed):
                    pattern = ".*".join(re.escape(part) for part in line.strip().split("…"))
                    self.assertRegex(said, pattern, f"{self.place(at)}: {command}")

    def test_its_expressions_have_the_values_it_says(self):
        self.write_trial()
        criteria, expected = [], {}
        for _, lines, at in self.of_kind("lua example"):
            before = []
            for number, line in enumerate(lines, at + 1):
                expression, value = cut(line)
                if value is None:
                    before.append(expression)
                    continue
                name = f"line_{number}"
                expected[name] = (line, value)
                criteria += [f'criterion "{name}" {{ check = function(app)', *before,
                             f"return tostring({expression}) == [[{value}]]",
                             'end, otherwise = deny "另一个值" }']
        self.write("trial/criteria.lua", criteria)
        verdicts = self.verdicts()
        for name, (line, value) in expected.items():
            with self.subTest(f"{self.path}: {line.strip()}"):
                verdict = verdicts[name]
                if value.startswith("error: "):
                    self.assertEqual(verdict["result"], "error")
                    self.assertIn(value[len("error: "):], verdict["message"])
                else:
                    self.assertEqual(verdict["result"], "unknown" if value == "unknown" else "pass")

    def test_its_mistakes_are_told_as_it_says(self):
        self.write_trial()
        lines, expected = [], {}
        for _, entries, _ in self.of_kind("lua mistakes"):
            for entry in entries:
                expression, message = cut(entry)
                lines.append(f'criterion "c{len(lines)}" {{ basis = "第一条", check = function(app) return '
                             f'{expression} end, otherwise = deny "不符合" }}')
                expected[len(lines)] = (entry, message)
        self.write("trial/criteria.lua", lines)
        told = self.zhipi("check", "trial").stderr
        for line, (entry, message) in expected.items():
            with self.subTest(f"{self.path}: {entry.strip()}"):
                here = [one for one in told.splitlines() if f"criteria.lua:{line}:" in one]
                self.assertTrue(any(message in one for one in here), here)

    def check_parts(self, kind, put):
        for _, lines, at in self.of_kind(kind):
            with self.subTest(self.place(at)):
                wanted = [cut(line)[1] for line in lines if "-->" in line]
                put([cut(line)[0] for line in lines])
                told = self.zhipi("check", "trial").stderr
                problems = [one[len("error: "):] for one in wanted if one.startswith("error: ")]
                for problem in problems:
                    self.assertIn(problem, told)
                if not problems:
                    self.assertNotIn("error:", told)
                results = [one.split(": ") for one in wanted if not one.startswith("error: ")]
                if results:
                    verdicts = self.verdicts()
                    for criterion, result in results:
                        self.assertEqual(verdicts[criterion]["result"], result, criterion)

    def test_its_parts_of_criteria_are_checked_and_judged(self):
        self.write_trial()
        self.check_parts("lua criteria", lambda lines: self.write("trial/criteria.lua", lines))

    def test_its_parts_of_matters_are_checked(self):
        self.write("trial/criteria.lua", ["-- none"])

        def put(lines):
            given = [] if any(line.startswith("title =") for line in lines) else ['title = "试验",']
            given += [] if any(line.startswith("version =") for line in lines) else ['version = "1.0.0",']
            self.write("trial/matter.lua", ["return matter {", *given, *lines, "}"])

        self.check_parts("lua matter", put)

    def test_it_shows_every_function_in_an_example(self):
        signatures = text_of("engine/authoring/library_kinds.cpp").split("kAbsent")[0]
        names = re.findall(r'^    \{"([a-z_.:]+)", "', signatures, flags=re.MULTILINE)
        self.assertGreater(len(names), 90)
        shown = "\n".join(line for kind, lines, _ in self.blocks if kind.startswith("lua") for line in lines)
        for name in names:
            with self.subTest(f"{self.path}: {name}"):
                last = re.split(r"[.:]", name)[-1]
                call = re.escape(name) if ":" not in name else "$^"
                if name.startswith(("string.", "date:")):
                    call += rf"|:{last}\("
                self.assertRegex(shown, rf"(?<![\w.])({call})\b|:{last}\(" if "." in name or ":" in name
                                 else rf"(?<![\w.:]){last}\b")


class English(Guide, unittest.TestCase):
    path = GUIDES[0]


class Chinese(Guide, unittest.TestCase):
    path = GUIDES[1]


class Both(unittest.TestCase):
    def test_have_the_same_examples(self):
        english, chinese = ([block[:2] for block in blocks_of(guide)] for guide in GUIDES)
        for left, right in zip(english, chinese):
            self.assertEqual(left, right)
        self.assertEqual(len(english), len(chinese))


if __name__ == "__main__":
    unittest.main()
