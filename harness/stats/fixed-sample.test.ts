import { describe, expect, test } from 'vitest';
import { blocksFor, decideFixed, fixedLook } from './fixed-sample.ts';
import { planLooks } from './sequential.ts';

const MARGIN = Math.log1p(0.03);
const LOOK = fixedLook(12, 1);
/** Blocks of a machine around a change, with a spread of 1 %. */
const around = (change: number, blocks = 4): number[] =>
  Array.from({ length: blocks }, (_, n) => Math.log1p(change) + (n % 2 === 0 ? 0.01 : -0.01));
const decide = (...strata: number[][]) => decideFixed(strata, LOOK, MARGIN);

test('the look has the levels of all looks of a diff of one machine together', () => {
  expect(LOOK).toMatchObject({ blocks: 12, change: 0.0025 / 5, same: 0.05 });
  // Its last look alone has less, because those before it have spent some.
  expect(planLooks(12, 1).at(-1)?.change).toBeLessThan(LOOK.change);
  expect(() => fixedLook(3, 1)).toThrow(RangeError);
});

test('there are as many blocks as in the longest diff, or four for each of many shares', () => {
  expect([1, 4, 10, 11, 64].map(blocksFor)).toEqual([40, 40, 40, 44, 256]);
});

describe('machines that agree', () => {
  test('find a change, either way, and that there is none', () => {
    expect(decide(around(0.06), around(0.06), around(0.06)).verdict).toBe('regression');
    expect(decide(around(-0.06), around(-0.06), around(-0.06)).verdict).toBe('improvement');
    expect(decide(around(0), around(0), around(0)).verdict).toBe('no change');
    expect(decide(around(0.025), around(0.025), around(0.025))).toMatchObject({ verdict: null, differ: false });
  });
  test('say how improbable it is without one', () => {
    expect(decide(around(0.06), around(0.06), around(0.06)).p).toBeLessThan(0.001);
    expect(decide(around(0), around(0), around(0)).p).toBe(1);
  });
});

describe('machines that differ', () => {
  test('still find what every one of them shows, however far apart they are', () => {
    const decision = decide(around(0.08), around(0.12), around(0.16));
    expect(decision).toMatchObject({ verdict: 'regression', differ: true, restsOnOne: false });
  });
  test('find nothing that one of them alone shows', () => {
    expect(decide(around(0), around(0), around(0.3))).toMatchObject({ verdict: null, differ: true });
    // Both halves of the blocks reach the threshold here, and the last machine carries one of them.
    const decision = decide(around(0.04, 6), around(0.0, 2), around(0.3, 4));
    expect(decision).toMatchObject({ verdict: null, differ: true, restsOnOne: true });
  });
});

test('one machine is judged like a diff of its own', () => {
  expect(decide(around(0.06, 12))).toMatchObject({ verdict: 'regression', machines: null, differ: false });
});
