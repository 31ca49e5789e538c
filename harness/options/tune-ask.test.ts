import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addTuneOptions, type TuneOptions } from './tune.ts';
import { askForTarget, shouldAsk } from './tune-ask.ts';

const TERMINAL = [{ isTTY: true }, { isTTY: true }];

function parsed(...given: string[]): Command {
  const command = addTuneOptions(new Command('pool').exitOverride());
  command.action(() => {});
  return command.parse(given, { from: 'user' });
}

/** Answers in this order, then with Enter. */
async function asked(answers: string[], command = parsed()) {
  const questions: string[] = [];
  const said: string[] = [];
  const ask = async (question: string) => {
    questions.push(question);
    return answers.shift() ?? '';
  };
  const typed = await askForTarget(command, ask, (text) => said.push(text));
  return { options: command.opts<TuneOptions>(), questions, said: said.join('\n'), typed };
}

test('Enter takes the defaults, which stand in the questions', async () => {
  const { options, questions, typed } = await asked([]);
  expect(options).toEqual(parsed().opts());
  expect(typed).toEqual([]);
  for (const [index, fallback] of ['[100]', '[none]', '[as many as serve]', '[poisson]', '[mix]', '[both]'].entries()) {
    expect(questions[index]).toContain(fallback);
  }
});

test('what is typed becomes options, and is told as they would be typed', async () => {
  const { options, typed } = await asked(['200', ' 100ms ', '2', '', 'hold,cpu', 'python']);
  expect(options).toMatchObject({ rate: 200, p99: 100, processes: 2, workload: ['cpu', 'hold'], stack: ['python'] });
  expect(typed.join(' ')).toBe('--rate 200 --p99 100ms --processes 2 --workload hold,cpu --stack python');
});

test('a wrong answer is explained and asked for again', async () => {
  const { options, questions, said } = await asked(['lots', '50', '', '', '', 'hodl', 'hold', 'both']);
  expect(options).toMatchObject({ rate: 50, workload: ['hold'], stack: ['node', 'python'] });
  expect(said).toContain('requests per second');
  expect(said).toContain('Did you mean "hold"?');
  expect(questions.filter((question) => question.includes('Requests per second'))).toHaveLength(2);
});

test('of a service of the reader, neither workload nor stack is asked', async () => {
  const { questions } = await asked([], parsed('--command', 'serve {port}', '--request', 'GET /'));
  expect(questions.join()).not.toMatch(/node|hold/);
});

test.each([
  [[], true],
  [['--stack', 'node'], true],
  [['--rate', '100'], false],
  [['--p99', '1s'], false],
  [['--workload', 'mix'], false],
])('with %j on a terminal it asks: %s', (given, asks) => expect(shouldAsk(parsed(...given), TERMINAL)).toBe(asks));

test('where nobody can answer, it never asks', () => {
  expect(shouldAsk(parsed(), [{ isTTY: true }, {}])).toBe(false);
});
