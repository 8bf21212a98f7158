// The measured matter in GoRules ZEN: one expression node for the criteria, a decision table for
// tables/t.csv, compiled once.
import { ZenDecisionContent, ZenEngine } from '@gorules/zen-engine';

import { CRITERIA } from './cases.mjs';

const received = 'd(received_on)';

function expressions() {
  const all = [];
  for (let at = 1; at <= 5; ++at) {
    all.push(`form.n${at} >= 10 and form.n${at + 5} < form.n${at + 10} + 1000`);
  }
  // ZEN's diff() rounds towards zero, zhipi's years_until down: a day ahead of receipt is 0 or -1.
  for (let at = 1; at <= 4; ++at) {
    all.push(
      `d(form.d${at}).isSameOrBefore(${received}) and d(form.d${at + 4}).isSameOrBefore(${received})` +
        ` and ${received}.diff(d(form.d${at + 4}), "year") >= 0`,
    );
  }
  for (let at = 1; at <= 3; ++at) all.push(`form.t${at} != materials.card.f${at}.value`);
  all.push('materials.card.full_name == lookups.register.owner');
  all.push(`d(materials.card.born).add(${18 * 12}, "M").isSameOrBefore(${received})`);
  all.push('all(form.rows, #.age >= 0)');
  all.push('sum(map(form.rows, #.fee)) <= materials.proof.amount * 100');
  all.push('materials.proof.seal.present and lookups.register != null');
  all.push('lookups.register.level in [1, 2, 3] and lookups.register.active');
  all.push('matches(form.t12, "^[a-z0-9]+$")');
  return all.map((value, at) => ({ id: `e${at + 1}`, key: `c${at + 1}`, value }));
}

function tableRules() {
  const rules = [];
  for (let level = 1; level <= 3; ++level) {
    for (let from = 0; from < 1000; from += 100) {
      rules.push({ level: `${level}`, number: `[${from}..${from + 99}]`, limit: `${from + 1}` });
    }
    rules.push({ level: `${level}`, number: '[1000..1999]', limit: '0' });
  }
  return rules.map((rule, at) => ({ _id: `r${at + 1}`, ...rule }));
}

const graph = {
  nodes: [
    { id: 'facts', type: 'inputNode', name: 'facts' },
    {
      id: 'criteria',
      type: 'expressionNode',
      name: 'criteria',
      content: { passThrough: false, expressions: expressions() },
    },
    {
      id: 'table',
      type: 'decisionTableNode',
      name: 'tables/t.csv',
      content: {
        hitPolicy: 'first',
        passThrough: false,
        inputs: [
          { id: 'level', name: 'level', field: 'lookups.register.level' },
          { id: 'number', name: 'n', field: 'form.n20' },
        ],
        outputs: [{ id: 'limit', name: 'limit', field: 'limit' }],
        rules: tableRules(),
      },
    },
    {
      id: 'limited',
      type: 'expressionNode',
      name: 'limited',
      content: {
        passThrough: false,
        expressions: [{ id: 'e20', key: `c${CRITERIA}`, value: 'limit >= 1' }],
      },
    },
    { id: 'verdicts', type: 'outputNode', name: 'verdicts' },
  ],
  edges: [
    ['facts', 'criteria'],
    ['facts', 'table'],
    ['table', 'limited'],
    ['criteria', 'verdicts'],
    ['limited', 'verdicts'],
  ].map(([sourceId, targetId]) => ({
    id: `${sourceId}-${targetId}`,
    type: 'edge',
    sourceId,
    targetId,
  })),
};

// Facts as an object to {c1: true, …}; a promise.
export function zen() {
  const decision = new ZenEngine().createDecision(new ZenDecisionContent(graph));
  return async (facts) => (await decision.evaluate(facts)).result;
}
