// node run.mjs PROGRAM [ROUNDS [SECONDS]]: one table of every engine over the same cases. PROGRAM is
// zhipi-bench-peers. Each engine is measured in a process of its own, one after another and round
// after round, so that a busy machine is as busy for all of them; a rate is the median of its rounds.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

const [program, rounds = '5', seconds = '1'] = process.argv.slice(2);
const measure = join(import.meta.dirname, 'measure.mjs');

function lines(command, ...parameters) {
  const options = { encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'inherit'] };
  return execFileSync(command, parameters, options).trimEnd().split('\n');
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function measureRounds(cases) {
  const rates = new Map(); // "engine|input" to a rate for each round
  for (let round = 0; round < Number(rounds); ++round) {
    const told = [
      ...lines(program, 'measure', cases, seconds),
      ...lines(process.execPath, measure, 'json-rules-engine', cases, seconds),
      ...lines(process.execPath, measure, 'GoRules ZEN', cases, seconds),
    ];
    for (const { engine, input, cases_per_second } of told.map((line) => JSON.parse(line))) {
      const key = `${engine}|${input}`;
      rates.set(key, [...(rates.get(key) ?? []), cases_per_second]);
    }
  }
  return new Map([...rates].map(([key, all]) => [key, median(all)]));
}

function ratio(rate, to) {
  const times = rate / to;
  return times >= 10 ? times.toFixed(0) : String(Number(times.toPrecision(2)));
}

// What is frozen has been parsed already: it stands beside the parsed.
function table(rates) {
  const rows = [...rates].map(([key, rate]) => {
    const [engine, input] = key.split('|');
    const beside = input === 'frozen' ? 'parsed' : input;
    return [
      engine,
      input,
      Math.round(rate).toLocaleString('en-US'),
      ratio(rate, rates.get(`C++|${beside}`)),
      ratio(rate, rates.get(`zhipi|${beside}`)),
    ];
  });
  const order = ['text', 'frozen', 'parsed'];
  rows.sort((a, b) => order.indexOf(a[1]) - order.indexOf(b[1]));
  return [['engine', 'input', 'cases/s', '÷ C++', '÷ zhipi'], ['---', '---', '--:', '--:', '--:'], ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

function load() {
  return loadavg().map((number) => number.toFixed(1)).join(' ');
}

const folder = mkdtempSync(join(tmpdir(), 'zhipi-peers-'));
try {
  const before = load();
  const cases = join(folder, 'cases.ndjson');
  const written = lines(program, 'cases');
  writeFileSync(cases, written.join('\n') + '\n');
  const rates = measureRounds(cases);
  console.log(`${cpus().length} × ${cpus()[0].model}, Node ${process.version}; load ${before} before, ${load()} after`);
  console.log(`${written.length} cases, 20 criteria each; every engine agreed on every verdict, in each of ${rounds} rounds`);
  console.log(`\n${table(rates)}`);
} finally {
  rmSync(folder, { recursive: true });
}
