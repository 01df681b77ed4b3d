/** A part of `npm run check`: the last evaluation must be no worse than the accepted one. */
import { regressionsOf } from './goals.ts';
import { readResults } from './results.ts';

const [latest, accepted] = await Promise.all([readResults('results'), readResults('accepted')]);
if (latest === undefined || accepted === undefined)
  throw new Error('results.json and accepted.json are part of the tree');
const worse = Object.entries(accepted.sets).flatMap(([name, before]) => {
  const after = latest.sets[name];
  return after === undefined
    ? [`${name}: is not in the latest run`]
    : regressionsOf(before, after).map((each) => `${name}: ${each}`);
});
for (const each of worse) process.stdout.write(`worse than accepted: ${each}\n`);
process.stdout.write(
  `evaluation of ${latest.at}: ${worse.length === 0 ? 'no worse than accepted' : `${worse.length} figures worse`}\n`,
);
process.exitCode = worse.length === 0 ? 0 : 1;
