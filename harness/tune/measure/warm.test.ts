import { expect, test } from 'vitest';
import { fakeBench } from '../../tests/simulated/fake-bench.ts';
import { fakeSubject } from '../../tests/simulated/fake-subject.ts';
import { openArm, plainSetting } from './bench.ts';
import { Warm } from './warm.ts';

async function kept(connections: number) {
  const subject = fakeSubject({ holdMs: 1 });
  const bench = await fakeBench(subject);
  const warm = new Warm();
  warm.keep(await openArm(plainSetting(connections), bench));
  return { subject, bench, warm };
}

test('the setting that was kept is taken as it is, and whoever took it ends it', async () => {
  const { subject, bench, warm } = await kept(3);
  const arm = await warm.take(plainSetting(3), bench);
  expect(subject.started).toHaveLength(1);
  await warm.end();
  expect(subject.up()).toBe(1);
  await arm[Symbol.asyncDispose]();
  expect(subject.up()).toBe(0);
});

test('another one is ended before a fresh one is started', async () => {
  const { subject, bench, warm } = await kept(3);
  await using arm = await warm.take(plainSetting(4), bench);
  expect(arm.setting.size).toBe(4);
  expect(subject.up()).toBe(1);
});

test('one that nobody takes is ended', async () => {
  const { subject, warm } = await kept(3);
  await warm[Symbol.asyncDispose]();
  expect(subject.up()).toBe(0);
});
