/** Every code of an advice in words: harness/tests/golden/pages/tune-advice.json, which tune/advice/ makes, as tune-advice.md. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Recommendation, Unseen } from '../../../results/schema.ts';
import { bottleneckText } from './bottleneck.ts';
import { budgetText } from './budget.ts';
import { reasonText } from './reason.ts';
import { snippetText } from './snippet.ts';
import { verdictText } from './target.ts';
import { unseenText } from './unseen.ts';

const golden = new URL('../../../tests/golden/pages/', import.meta.url);
const advised = JSON.parse(readFileSync(new URL('tune-advice.json', golden), 'utf8')) as Record<
  string,
  Record<string, Partial<Recommendation>>
>;

function inWords(advice: Partial<Recommendation>): string {
  const { values = [], arithmetic, target_verdict, target_met = null, bottleneck, snippets = [] } = advice;
  const limit = bottleneck && bottleneckText(bottleneck);
  return [
    ...values.map((advised) => `- ${advised.name} = ${advised.value}: ${reasonText(advised)}`),
    ...(arithmetic === undefined ? [] : [`- connections: ${budgetText(arithmetic)}`]),
    ...(target_verdict === undefined || bottleneck === undefined
      ? []
      : [`- target: ${verdictText({ target_verdict, target_met, bottleneck })}`]),
    ...(limit === undefined ? [] : [`- ${bottleneck?.kind}: ${limit.evidence} ${limit.advice}`]),
    ...snippets
      .map((snippet) => snippetText(snippet, values))
      .map(({ title, language, code }) => `\n${title}:\n\n\`\`\`${language}\n${code}\n\`\`\``),
  ].join('\n');
}

test('the sentences read as they were reviewed', async () => {
  const parts = Object.entries(advised).flatMap(([group, scenarios]) =>
    Object.entries(scenarios).map(([name, advice]) => `\n## ${group}: ${name}\n\n${inWords(advice)}\n`),
  );
  const page = `# What is advised, in words\n${parts.join('')}`;
  await expect(page).toMatchFileSnapshot('../../../tests/golden/pages/tune-advice.md');
  expect(page).not.toMatch(/NaN|undefined|null|\bInfinity(?!: The default|,)/);
});

test.each<[Unseen, string]>([
  [{ code: 'database' }, 'PostgreSQL, because DATABASE_URL is not set'],
  [{ code: 'other-pools' }, 'any other pool than the one that the service has'],
  [{ code: 'overload' }, 'how it behaves under overload: it is not told how long to wait'],
  [{ code: 'other-clients' }, 'who else uses the database of the service'],
  [
    { code: 'whole-seconds', wait_ms: 500, told_ms: 1_000 },
    'a wait for a connection of 500 ms: the service is told whole seconds, so it was rounded up to 1 s.',
  ],
  [
    {
      code: 'setting-heeded',
      clients: 24,
      small: { connections: 1, per_s: 1_004 },
      large: { connections: 16, per_s: 1_021 },
    },
    '24 requests at a time were served equally fast, 1000 per second with a pool of 1 and 1000 per second with one of 16',
  ],
  [
    { code: 'few-requests', requests: 50, beyond_p95: 3 },
    'a window has about 50 requests, and its p95 depends on 3 of them',
  ],
  [
    { code: 'alternative', alternative: { code: 'default', size: 5, overflow: 10 }, connections: 12 },
    '5 + 10 (the default) was not measured beside the recommendation: PostgreSQL can give 12 connections.',
  ],
  [
    {
      code: 'alternative',
      alternative: { code: 'source', size: 30, overflow: 0, stands_for: { size: 20, overflow: 10 } },
      connections: 12,
    },
    '30 (20 + 10, the original) was not measured',
  ],
  [{ code: 'stored', text: 'a sentence of before' }, 'a sentence of before'],
])('what could not be seen is said: %o', (unseen, text) => expect(unseenText(unseen)).toContain(text));
