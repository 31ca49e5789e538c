/** Which test belongs to which tier. The tiers run by harness/tasks/test.ts, or by hand: vitest --project unit. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Services, databases and browsers are started and stopped in these tiers. */
const WHOLE_SYSTEM = { testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false };

export default defineConfig({
  root,
  test: {
    // Two cores are what the project promises to run on.
    maxWorkers: 2,
    setupFiles: ['harness/tasks/fast-check-seed.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['harness/**/*.test.ts', 'node/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'harness/tests/**'],
          testTimeout: 20_000,
        },
      },
      { extends: true, test: { name: 'contract', include: ['harness/tests/contract/**/*.test.ts'], ...WHOLE_SYSTEM } },
      { extends: true, test: { name: 'e2e', include: ['harness/tests/e2e/**/*.test.ts'], ...WHOLE_SYSTEM } },
    ],
  },
});
