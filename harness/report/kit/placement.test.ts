import { expect, test } from 'vitest';
import { capacityText } from './placement.ts';

const embedded = { postgres_source: 'embedded', cores: 4 } as const;
const apart = { name: 'service-apart' as const, service: [0], database: [1], rest: [1] };

test('who shares a core stands together', () => {
  expect(capacityText({ ...embedded, placement: apart })).toContain(
    'the service on core 0; PostgreSQL and the driver on core 1.',
  );
  const placement = { ...apart, name: 'database-apart' as const, rest: [0] };
  expect(capacityText({ ...embedded, placement })).toContain(
    'the service and the driver on core 0; PostgreSQL on core 1.',
  );
});

test('what is not pinned shares all cores', () => {
  const placement = { name: 'shared' as const, service: null, database: null, rest: null };
  expect(capacityText({ ...embedded, placement })).toContain('the service, PostgreSQL and the driver share 4 cores');
  expect(capacityText({ ...embedded, cores: 1, placement })).toContain('share one core');
});

test('the core of somebody else’s PostgreSQL is not known', () => {
  const placement = { ...apart, database: null };
  expect(capacityText({ ...embedded, postgres_source: 'DATABASE_URL', placement })).toContain(
    'the service on core 0; the driver on core 1; PostgreSQL where its own server runs.',
  );
});

test('an older run says nothing', () => expect(capacityText(embedded)).toBeNull());
