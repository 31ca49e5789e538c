/** Streams and files. */
import type { TrapWords } from './words.ts';

export const streaming = {
  'string-limit': {
    title: 'A file that is longer than a string can be',
    done: 'A file with one byte more than V8’s longest string, read in a process of its own each time.',
    columns: { size_bytes: 'file', read_bytes: 'read', peak_rss_bytes: 'peak memory' },
    why: 'A string of V8 has at most 2²⁹ − 24 units, so this fails on a machine with any amount of memory, and only once the file has grown. A Buffer may be longer, but is all in memory.',
    instead: 'Read it as a stream. What must be whole and may be large stays a Buffer.',
  },
  'line-ends': {
    title: 'What ends a line',
    done: 'A file of five rows. One has the line separator U+2028 in a name, one a lone carriage return, one ends with CR LF, and the last without anything.',
    columns: { rows: 'rows', lines: 'lines', intact: 'rows intact' },
    why: 'readline and splitlines() end lines at U+2028 and at a lone carriage return, too, Python’s text files at the latter. Rows of a file then fall apart, and which ones depends on who reads it.',
    instead:
      'End lines at the line feed alone and drop one carriage return before it. For CSV, whose fields may hold line feeds, use a parser.',
  },
  'cut-characters': {
    title: 'Characters that are cut in two',
    done: '10,000 lines with characters of two, three and four bytes, read in chunks of 1,000 bytes.',
    columns: { lines: 'lines', damaged: 'damaged' },
    why: 'A chunk ends after some number of bytes, and where that is inside a character neither of its parts can be decoded. Node puts U+FFFD in its place and says nothing; Python raises, unless it was told to replace. With ASCII it never happens.',
    instead:
      'Decode the stream and not the chunks: setEncoding, TextDecoderStream, an incremental decoder, or a file opened as text.',
  },
  'stream-error': {
    title: 'The error of a stream that is piped',
    done: 'A server answers with a file that is missing. Its client is watched for 0.3 s after that.',
    columns: { client: 'client', exit_code: 'exit code' },
    why: 'pipe() hands on data and the end, but no error. An error that nobody hears ends the process with all its other requests; with a listener the process lives, but nobody ends the answer, and the client waits until it gives up.',
    instead:
      'pipeline(): it closes both sides when one fails, and tells. To answer 404 or 500 instead, open the file before the headers are sent.',
  },
  'ignored-backpressure': {
    title: 'Writing on when the other side cannot follow',
    done: '65.5 MB written to somebody who reads slowly; how much waits in the process at most.',
    columns: { written_bytes: 'written', kept_bytes: 'kept at most' },
    why: 'write() takes everything and keeps what it cannot send. It is a stream by name, but all of it is in memory, and the slowest clients keep most.',
    instead:
      'pipeline(), or waiting for drain where write() returned false; in Python await writer.drain() after each write.',
  },
} as const satisfies Record<string, TrapWords>;
