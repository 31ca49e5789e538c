import { expect, test } from 'vitest';
import { planLooks } from '../stats/sequential.ts';
import { cpuReadOf } from './cpu-read.ts';
import { expectedPower } from './power.ts';

const STRAIGHT = [{ pattern: 'pooling', stack: 'node', variant: 'after' }] as const;
const BENT = [{ pattern: 'parallel', stack: 'node', variant: 'after' }] as const;

const found = (power: ReturnType<typeof expectedPower>, sd: number, change: number) =>
  power.find((one) => one.sd === sd && one.change === change)?.found ?? Number.NaN;

test('agrees with the tables of stats/README.md', () => {
  const power = expectedPower(planLooks(17, 12), 0.03, STRAIGHT);
  expect(power).toHaveLength(12);
  expect(found(power, 0.01, 0.05)).toBeGreaterThan(0.98);
  expect(Math.abs(found(power, 0.03, 0.05) - 0.92)).toBeLessThan(0.07);
  expect(Math.abs(found(power, 0.05, 0.05) - 0.34)).toBeLessThan(0.12);
});

test('more blocks find more, and a larger threshold less', () => {
  const few = expectedPower(planLooks(17, 12), 0.03, STRAIGHT);
  const many = expectedPower(planLooks(40, 12), 0.03, STRAIGHT);
  const lenient = expectedPower(planLooks(17, 12), 0.1, STRAIGHT);
  expect(found(many, 0.05, 0.05)).toBeGreaterThan(found(few, 0.05, 0.05) + 0.2);
  expect(found(lenient, 0.01, 0.05)).toBe(0);
});

test('the same plan is promised the same', () => {
  const looks = planLooks(8, 1);
  expect(expectedPower(looks, 0.03, STRAIGHT)).toEqual(expectedPower(looks, 0.03, STRAIGHT));
});

test('a cell in which less than all of a change is read is found less often, and stands apart', () => {
  const looks = planLooks(17, 12);
  const power = expectedPower(looks, 0.03, [...BENT, ...STRAIGHT]);
  const [straight, bent] = [power.filter(({ read }) => read === undefined), power.filter(({ read }) => read)];
  expect(straight).toEqual(expectedPower(looks, 0.03, STRAIGHT));
  expect(bent).toEqual(expectedPower(looks, 0.03, BENT));
  const share = cpuReadOf(BENT[0]);
  expect(share).toBeLessThan(1);
  expect(bent.every(({ read }) => read?.share === share && read.cells.join() === 'parallel/node/after')).toBe(true);
  expect(found(bent, 0.03, 0.05)).toBeLessThan(found(straight, 0.03, 0.05) - 0.2);
});
