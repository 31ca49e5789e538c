import { expect, test } from 'vitest';
import { code, prose, text } from './markdown.ts';

test.each([
  ['a | b', 'a \\| b'],
  ['one\n\n# two', 'one \\# two'],
  ['<img src=x>', '&lt;img src=x&gt;'],
  ['[link](javascript:x)', '\\[link\\](javascript:x)'],
  ['@octocat, owner/repo#12', '@<!-- -->octocat, owner/repo\\#<!-- -->12'],
  ['http://example.org www.example.org', 'http:<!-- -->//example.org www<!-- -->.example.org'],
  ['feature/tidy-up', 'feature/tidy-up'],
])('%j is shown as it is and does nothing', (data, shown) => {
  expect(text(data)).toBe(shown);
});

test('code keeps to its cell', () => {
  expect(code('a`|</code>')).toBe('<code>a\\`\\|&lt;/code&gt;</code>');
});

test.each([
  ['fails only with `--strict`.', 'fails only with `--strict`.'],
  ['answered `a\n\n# b` instead', 'answered `a # b` instead'],
  ['a lone ` before <b>', 'a lone \\` before &lt;b&gt;'],
  ['a fence ```\n@all', 'a fence \\`\\`\\` @<!-- -->all'],
])('prose %j keeps code as code and everything else as text', (line, shown) => {
  expect(prose(line)).toBe(shown);
});
