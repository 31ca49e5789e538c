/** Writes fixtures/golden/tune.md anew: `node harness/report/tune/testing/write-golden.ts`. */
import { writeFileSync } from 'node:fs';
import { renderTuneMarkdown } from '../markdown.ts';
import { goldenTune } from './golden-tune.ts';

writeFileSync(new URL('../../../../fixtures/golden/tune.md', import.meta.url), renderTuneMarkdown(goldenTune()));
