/** The tables of harness/docs/faults.md: a line for each fault. */
import { type Fault, tierOf } from './fault.ts';
import { FAULTS } from './list.ts';
import { type Passed, readPassed } from './passed.ts';

export function renderFaults(areas = FAULTS, passed = readPassed()): string {
  return Object.entries(areas)
    .flatMap(([title, faults]) => [
      `## ${title}`,
      [
        '| what happens | commands | exit | what it says, what is kept | test | passed |',
        '| --- | --- | --- | --- | --- | --- |',
        ...faults.map((fault) => row(fault, passed.get(fault.id))),
      ].join('\n'),
    ])
    .join('\n\n');
}

function row(fault: Fault, last: Passed | undefined): string {
  const name = fault.file.split('/').at(-1)?.replace('.test.ts', '');
  const test = `[${name}](../${fault.file.replace(/^harness\//, '')}): ${cell(fault.test)}${tierOf(fault) === 'test' ? '' : ' *'}`;
  const when = last === undefined ? 'not yet' : `${last.commit}, ${last.date}`;
  return `| ${[cell(fault.what), cell(fault.commands), cell(fault.exit), cell(fault.outcome), test, when].join(' | ')} |`;
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
