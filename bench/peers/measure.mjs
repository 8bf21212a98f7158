// node measure.mjs ENGINE FILE SECONDS: checks every verdict of the cases in FILE, then prints, one
// JSON object a line, how many cases a second of processor time ENGINE judges, over SECONDS such
// seconds. The time of every thread of the process counts.
import { demandSame, readCases } from './cases.mjs';
import { jsonRules } from './json_rules.mjs';
import { zen } from './zen.mjs';

const IN_FLIGHT = 32;
const ENGINES = { 'GoRules ZEN': zen, 'json-rules-engine': jsonRules };

const [engine, path, seconds] = process.argv.slice(2);
const cases = readCases(path);

function secondsSince(start) {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

// Both engines answer with promises, and ZEN with threads of its own: one case after another it
// reaches half of what it does with several under way, as in a service.
function inFlight(items, judge) {
  return async () => {
    for (let at = 0; at < items.length; at += IN_FLIGHT) {
      await Promise.all(items.slice(at, at + IN_FLIGHT).map(judge));
    }
  };
}

async function rate(judgeAll, lasting) {
  const start = process.cpuUsage();
  let judged = 0;
  let taken = 0;
  while (taken < lasting) {
    await judgeAll();
    judged += cases.length;
    taken = secondsSince(start);
  }
  return judged / taken;
}

async function measure(engine, input, judgeAll, lasting) {
  await rate(judgeAll, lasting / 2); // warm
  const cases_per_second = await rate(judgeAll, lasting);
  console.log(JSON.stringify({ engine, input, cases_per_second }));
}

const judge = ENGINES[engine]();
await demandSame(engine, judge, cases);

const texts = cases.map(({ facts }) => facts);
const parsed = texts.map((text) => JSON.parse(text));
await measure(engine, 'text', inFlight(texts, (text) => judge(JSON.parse(text))), Number(seconds));
await measure(engine, 'parsed', inFlight(parsed, judge), Number(seconds));
