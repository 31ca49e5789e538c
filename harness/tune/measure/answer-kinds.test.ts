import { describe, expect, it } from 'vitest';
import { learnAnswerKinds } from './answer-kinds.ts';

const answer = (text: string) => ({ status: 200, text, bytes: Buffer.from(text), ms: 1 });
const excerpt = ({ text }: { text: string }) => text.slice(0, 20);

/** What is seen in a window, after the idle service answered with `idle`. */
function seen(idle: string[], loaded: string[], requests = loaded.length) {
  const kinds = learnAnswerKinds();
  for (const text of idle) kinds.learn(answer(text));
  const look = kinds.look(requests);
  for (const text of loaded) look.see(answer(text));
  return look.seen(excerpt);
}

const repeated = (text: string, times: number) => Array<string>(times).fill(text);
const DATA = '{"data": {"id": 7}, "extensions": {}}';
const ERRORS = '{"errors": [{"message": "no connection"}]}';
const page = (rows: number) => `<html>${'<p>row</p>'.repeat(rows)}</html>`;

describe('answers of another kind', () => {
  it.each<[string, string[], string, object]>([
    ['other names', [DATA, DATA], ERRORS, { code: 'names', added: ['errors'], missing: ['data', 'extensions'] }],
    [
      'a name whose value is gone',
      ['{"a": 1, "b": 2}', '{"a": 0, "b": false}'],
      '{"a": 1, "b": null}',
      { missing: ['b'] },
    ],
    ['a page where JSON was', [DATA, DATA], '<html>', { code: 'form', form: 'markup', idle: ['object'] }],
    ['nothing where a list was', ['[1]', '[2]'], '', { code: 'form', form: 'empty', idle: ['array'] }],
    ['a text where a number was', ['7', '8'], 'busy', { code: 'form', form: 'text', idle: ['value'] }],
    ['a short page', [page(100), page(120)], page(2), { code: 'length', least_bytes: 1_013, most_bytes: 1_213 }],
    ['a short object', [`{"rows": [${'1,'.repeat(20_000)}1]}`], ERRORS, { code: 'length' }],
  ])('%s', (_, idle, odd, difference) => {
    const found = seen(idle, [...repeated(idle[0] ?? '', 7), odd, odd, odd]);
    expect(found).toMatchObject({ looked_at: 10, strange: 3, difference, answer_example: odd.slice(0, 20) });
  });

  it.each<[string, string[], string[]]>([
    ['the same ones', [DATA, DATA], [DATA]],
    ['other values', ['{"a": 1}', '{"a": "x"}'], ['{"a": [{"b": 2}]}', '{ "a": false }']],
    [
      'names that may be there',
      ['{"a": 1, "b": 2}', '{"a": 1}', '{"a": 1}', '{"a": 1}'],
      ['{"a": 1, "b": 3}', '{"a": 1}'],
    ],
    ['ids as names', ['{"7": 1}', '{"8": 1}', '{"9": 1}'], ['{"10": 1}']],
    ['pages of about the same length', [page(100)], [page(60), page(200)]],
    ['an empty list', ['[1, 2]', '[3]'], ['[]']],
    ['names, after a single answer', ['{"a": 1}'], ['{"b": 1}']],
    ['anything, after none', [], [DATA, ERRORS, '']],
  ])('are not %s', (_, idle, loaded) => expect(seen(idle, loaded)).toBeUndefined());
});

describe('the cost is bounded', () => {
  it('a sample of the answers is looked at', () => {
    const loaded = Array.from({ length: 10_000 }, (_, n) => (n % 2 === 0 ? DATA : DATA.replace('7', '8')));
    const odd = DATA.replace('data', 'oops');
    const found = seen([DATA, DATA], [...loaded, ...repeated(odd, 10_000)], 20_000);
    expect(found?.looked_at).toBe(200);
    expect(found?.strange).toBe(100);
  });

  it('and beside it some of those whose length is new, of which none is missed that way', () => {
    const loaded = [...repeated(DATA, 9_990), ...repeated(ERRORS, 10)];
    expect(seen([DATA, DATA], loaded)).toMatchObject({ looked_at: 210, strange: 10 });
    expect(seen([DATA, DATA], repeated(ERRORS, 10_000))?.looked_at).toBe(300);
  });

  it('a body that is long is not decoded', () => {
    const bytes = Buffer.from(`{"rows": "${'x'.repeat(20_000)}"}`);
    const long = {
      ...{ status: 200, ms: 1, bytes },
      get text(): string {
        throw new Error('it was decoded');
      },
    };
    const kinds = learnAnswerKinds();
    kinds.learn(long);
    const look = kinds.look(1);
    look.see(long);
    expect(look.seen(excerpt)).toBeUndefined();
  });
});
