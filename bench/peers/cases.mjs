// The cases that zhipi-bench-peers wrote, and the check that an engine judges them alike.
import { readFileSync } from 'node:fs';

export const CRITERIA = 20;

export function readCases(path) {
  return readFileSync(path, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
}

// Throws at the first verdict that is not zhipi's.
export async function demandSame(engine, judge, cases) {
  for (const { facts, passes } of cases) {
    const said = await judge(JSON.parse(facts));
    for (let at = 0; at < CRITERIA; ++at) {
      const criterion = `c${at + 1}`;
      if (said[criterion] !== passes[at]) {
        throw new Error(
          `${engine} says ${said[criterion]} on ${criterion}, expected ${passes[at]}, of ${facts}`,
        );
      }
    }
  }
}
