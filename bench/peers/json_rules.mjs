// The measured matter in json-rules-engine: a rule for each criterion. What its operators cannot
// say are operators of our own, as its users write them; paths are plain ones with a resolver of
// our own, since the JSONPath that it brings costs more than all the rest.
import { Engine } from 'json-rules-engine';

import { addMonths, yearsUntil } from './dates.mjs';

const received = { fact: 'received_on' };
const form = (path, operator, value) => ({ fact: 'form', path, operator, value });
const material = (path, operator, value) => ({ fact: 'materials', path, operator, value });
const lookup = (path, operator, value) => ({ fact: 'lookups', path, operator, value });

function conditions() {
  const all = [];
  for (let at = 1; at <= 5; ++at) {
    all.push([
      form(`n${at}`, 'greaterThanInclusive', 10),
      form(`n${at + 5}`, 'lessThanAThousandMoreThan', { fact: 'form', path: `n${at + 10}` }),
    ]);
  }
  for (let at = 1; at <= 4; ++at) {
    all.push([form(`d${at}`, 'notAfter', received), form(`d${at + 4}`, 'bornBy', received)]);
  }
  for (let at = 1; at <= 3; ++at) {
    all.push([form(`t${at}`, 'notEqual', { fact: 'materials', path: `card.f${at}.value` })]);
  }
  all.push([material('card.full_name', 'equal', { fact: 'lookups', path: 'register.owner' })]);
  all.push([material('card.born', 'ofAgeOn', received)]);
  all.push([form('rows', 'everyAgeAtLeast', 0)]);
  all.push([
    form('rows', 'feesAtMostAHundredTimes', { fact: 'materials', path: 'proof.amount' }),
  ]);
  all.push([
    material('proof.seal.present', 'equal', true),
    lookup('register', 'notEqual', undefined),
  ]);
  all.push([lookup('register.level', 'in', [1, 2, 3]), lookup('register.active', 'equal', true)]);
  all.push([form('t12', 'matches', /^[a-z0-9]+$/)]);
  all.push([{ fact: 'limit', operator: 'greaterThanInclusive', value: 1 }]);
  return all;
}

function limits() {
  const rows = [];
  for (let level = 1; level <= 3; ++level) {
    for (let from = 0; from < 1000; from += 100) {
      rows.push({ level, from, to: from + 99, limit: from + 1 });
    }
    rows.push({ level, from: 1000, to: 1999, limit: 0 });
  }
  return rows;
}

function addOperators(engine) {
  engine.addOperator('lessThanAThousandMoreThan', (a, b) => a < b + 1000);
  engine.addOperator('notAfter', (date, later) => date <= later);
  engine.addOperator('bornBy', (date, later) => yearsUntil(date, later) >= 0);
  engine.addOperator('ofAgeOn', (born, day) => addMonths(born, 18 * 12) <= day);
  engine.addOperator('everyAgeAtLeast', (rows, least) => rows.every((row) => row.age >= least));
  engine.addOperator('feesAtMostAHundredTimes', (rows, amount) => {
    let fees = 0;
    for (const row of rows) fees += row.fee;
    return fees <= amount * 100;
  });
  engine.addOperator('matches', (text, expression) => expression.test(text));
}

// "card.f1.value" is split once, not for every case.
function pathResolver() {
  const known = new Map();
  return (value, path) => {
    let steps = known.get(path);
    if (!steps) known.set(path, (steps = path.split('.')));
    let found = value;
    for (const step of steps) found = found?.[step];
    return found;
  };
}

// Facts as an object to {c1: true, …}; a promise.
export function jsonRules() {
  const engine = new Engine([], { pathResolver: pathResolver() });
  addOperators(engine);
  const table = limits();
  engine.addFact(
    'limit',
    async (_, almanac) => {
      const level = await almanac.factValue('lookups', {}, 'register.level');
      const number = await almanac.factValue('form', {}, 'n20');
      return table.find(
        (row) => row.level === level && row.from <= number && number <= row.to,
      )?.limit;
    },
    { cache: false },
  );
  conditions().forEach((all, at) =>
    engine.addRule({ name: `c${at + 1}`, conditions: { all }, event: { type: `c${at + 1}` } }),
  );
  return async ({ received_on, form, materials, lookups }) => {
    const { results, failureResults } = await engine.run({ received_on, form, materials, lookups });
    const passes = {};
    for (const rule of results) passes[rule.name] = true;
    for (const rule of failureResults) passes[rule.name] = false;
    return passes;
  };
}
