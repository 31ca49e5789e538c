import { expect, test } from 'vitest';
import { DuetError } from '../../errors.ts';
import { fakeBench } from '../../tests/simulated/fake-bench.ts';
import { type FakeOptions, fakeSubject } from '../../tests/simulated/fake-subject.ts';
import type { Subject } from '../subject.ts';
import { openFirstArm } from './first-arm.ts';

async function firstOf(options: Partial<FakeOptions>, more: Partial<Subject> = {}) {
  const subject = fakeSubject({ holdMs: 1, ...options });
  const describes = { kind: 'command', command: 'run', env: {}, request: 'GET /' } as const;
  const bench = await fakeBench({ ...subject, describes, ...more });
  return { subject, open: (most: number) => openFirstArm(most, bench) };
}
const sizes = ({ started }: { started: { size: number }[] }) => started.map(({ size }) => size);

test('eight connections are ample, and it is told a fraction of a second', async () => {
  const { subject, open } = await firstOf({});
  await using arm = await open(90);
  expect(arm.setting).toEqual({ size: 8, overflow: 0, timeout_ms: 2_500 });
  expect(sizes(subject)).toEqual([8]);
});

test('one that takes whole seconds is told these', async () => {
  const { open } = await firstOf({}, { timeoutStepMs: 1_000 });
  await using arm = await open(3);
  expect(arm.setting).toEqual({ size: 3, overflow: 0, timeout_ms: 3_000 });
});

test('one that does not start with eight is given more', async () => {
  const { subject, open } = await firstOf({ startsFrom: 10 });
  await using arm = await open(90);
  expect(arm.setting.size).toBe(32);
  expect(sizes(subject)).toEqual([8, 32]);
});

test.each([
  ['it does not start with more either', { startsFrom: 40 }, 90, [8, 32]],
  ['there are no more', { startsFrom: 10 }, 8, [8]],
])('where %s, the first failure is told', async (_, options, most, tried) => {
  const { subject, open } = await firstOf(options);
  await expect(open(most)).rejects.toThrow(DuetError);
  expect(sizes(subject)).toEqual(tried);
});

test('requests that would block each other are sent one by one, before that is known', async () => {
  const { open } = await firstOf({ atOnce: 2 });
  await using arm = await open(90);
  // Eight at the same time would hold all eight connections, each waiting for a ninth.
  expect(await arm.service.readPool?.()).toMatchObject({ inUseMax: 2, waitingMax: 0 });
});
