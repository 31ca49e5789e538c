/** Both sides of a reader's service: built, each with a database that its own commands have filled, and started from either. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SIDES, type SideName } from '../../results/schema.ts';
import { ask, COMMANDS, makeShop, SERVER, type Shop } from './shop.ts';

let shop: Shop;
beforeEach(() => {
  shop = makeShop();
});
afterEach(() => {
  vi.unstubAllEnvs();
  shop[Symbol.dispose]();
});

test('each side is its code with its database, and the next diff builds neither', async () => {
  for (const from of ['built', 'kept'] as const) {
    await using sides = await shop.open();
    expect(sides.builtOf).toEqual({ base: from, head: from });
    for (const baseFirst of [true, false]) {
      await sides.place(baseFirst);
      await using base = await sides.start('base');
      await using head = await sides.start('head');
      expect([base.side, head.stack]).toEqual(['base', 'service']);
      expect(await ask(base)).toEqual({ code: 'first', database: 'duet_base', items: 10 });
      expect(await ask(head)).toEqual({ code: 'second', database: 'duet_head', items: 20 });
      expect(head.processes()).toContain(head.pid);
    }
    expect(sides.death()).toBeUndefined();
  }
  expect(shop.said.filter((text) => text.startsWith('building'))).toHaveLength(2);
});

test('by way of its proxy a side has its round trips counted, and those of nobody else', async () => {
  await using sides = await shop.open();
  await using base = await sides.start('base', { via: 'proxy' });
  await using head = await sides.start('head', { via: 'proxy' });
  const proxyOf = (side: SideName) => {
    const proxy = sides.databaseOf(side)?.proxy;
    if (proxy === undefined || typeof proxy === 'string') throw new Error('there is no proxy');
    return proxy;
  };
  await ask(base);
  await ask(head);
  await Promise.all(SIDES.map((side) => proxyOf(side).reset()));
  for (let i = 0; i < 3; i++) await ask(base);
  expect((await proxyOf('base').counts()).round_trips).toBe(3);
  expect((await proxyOf('head').counts()).round_trips).toBe(0);
});

test('where nothing differs, head has a copy of the database of base', async () => {
  shop.repository.commit('Second');
  shop.repository.git('tag', 'same');
  shop.repository.write('migrate.mjs', "throw new Error('only once');");
  shop.repository.git('checkout', '--quiet', '.');
  await using sides = await shop.open();
  await using head = await sides.start('head');
  expect(await ask(head)).toMatchObject({ database: 'duet_head', items: 20 });
  expect(shop.said).toContain('copying the database of base for head: nothing differs between them');
  expect(shop.said.filter((text) => text.startsWith('migrating'))).toHaveLength(1);
});

test('a side without a config has that of head', async () => {
  const commandsOf = async (side: SideName) => (side === 'head' ? COMMANDS : undefined);
  await using sides = await shop.open({}, { commandsOf });
  expect(sides.configOf).toEqual({ base: 'head', head: 'head' });
  await using base = await sides.start('base');
  expect(await ask(base)).toMatchObject({ code: 'first' });
});

test('without a database there is none, and what the shell says of one is not touched', async () => {
  vi.stubEnv('DATABASE_URL', 'postgresql://elsewhere/db');
  shop.repository.write(
    'server.mjs',
    SERVER('second').replace(/const \{ rows \}.*/, 'const rows = [{ url: process.env.DATABASE_URL }];'),
  );
  const { database: _, ...others } = COMMANDS;
  await using sides = await shop.open({}, { commandsOf: async () => others });
  expect([sides.server, sides.databaseOf('head')]).toEqual([undefined, undefined]);
  await using head = await sides.start('head');
  expect(await ask(head)).toMatchObject({ url: 'postgresql://elsewhere/db' });
});
