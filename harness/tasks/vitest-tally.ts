/**
 * A vitest reporter that writes a Tally as JSON to the file named by DUET_TALLY. vitest's own JSON report leaves out why
 * a test was skipped, and a file that could not be loaded counts as no test there.
 */
import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule, TestSuite } from 'vitest/node';
import type { Tally } from './tally.ts';

export default class VitestTally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env.DUET_TALLY;
    if (file) writeFileSync(file, JSON.stringify(tallyModules(modules, unhandled)));
  }
}

function tallyModules(modules: readonly TestModule[], unhandled: readonly SerializedError[]): Tally {
  const outside = unhandled.map(({ message }) => ({ name: 'outside every test', reason: message }));
  const tally: Tally & Required<Pick<Tally, 'flaky'>> = { passed: 0, failed: outside, skipped: [], flaky: [] };
  for (const module of modules) {
    // Files that do not load and hooks that throw: their tests are marked skipped, but something is broken.
    const broken: (TestModule | TestSuite)[] = [module, ...module.children.allSuites()];
    const breaks = broken.flatMap((part) => part.errors().slice(0, 1));
    tally.failed.push(...breaks.map(({ message }) => ({ name: module.relativeModuleId, reason: message })));
    for (const test of module.children.allTests()) {
      const result = test.result();
      const name = `${module.relativeModuleId} > ${test.fullName}`;
      const reason = result.errors?.[0]?.message ?? 'no reason';
      if (result.state === 'passed') {
        tally.passed++;
        // The errors of the attempts before the one that passed.
        if (test.diagnostic()?.flaky) tally.flaky.push({ name, reason });
      } else if (result.state !== 'skipped') tally.failed.push({ name, reason });
      else if (breaks.length === 0) tally.skipped.push({ name, reason: result.note ?? 'no reason given' });
    }
  }
  return tally;
}
