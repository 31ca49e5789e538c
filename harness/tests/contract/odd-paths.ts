/**
 * Addresses, queries and methods that no well-meaning client sends. What counts is that both services treat each in the same way
 * and as documented; the table says neither which status that is nor that it must be a refusal.
 */
import type { Question } from './asking.ts';

export interface OddRequest extends Question {
  name: string;
}

const listed = (text: string): string[] => text.trim().split(/\s+/);

const ids = listed(`
  abc -1 0 +1 1.0 1.5 1e3 0x1 01 0000000001 00000000001 2147483647 2147483648 ${'9'.repeat(400)}
  NaN Infinity null true 1_0 1,0 1;drop 1'-- * ~ 1|2 [1] {1} 1&2 1=2 1:2 1@2
  %201 1%20 1%00 %00 1%0a %0d%0a %D9%A3 %F0%9D%9F%99 %EF%BC%91 %C2%B2 %31 %2531 %3Cb%3E %E2%80%A8
  .. . %2e%2e %2e%2e%2f1 ..%2f..%2fetc %2e%2e%5c1 1%2f 1/ 1// /1 1/x 1%3Fuser_ms=1
  % %1 %zz %ff %c3%28 %ed%a0%80`);

const queries = listed(`
  user_ms=5001 user_ms=-1 user_ms= user_ms user_ms=1.5 user_ms=1e1 user_ms=+1 user_ms=%201 user_ms=0+ user_ms=1%2B
  user_ms=%D9%A3 user_ms=%00 user_ms=% user_ms=%zz user_ms=%ff user_ms=00 user_ms=${'9'.repeat(4000)}
  user_ms=0&user_ms=0 user_ms[]=1 user_ms[0]=1 USER_MS=1 user-ms=1 %75ser_ms=x user_ms=1%26x=1 user_ms=1;x=2
  x=1 x=1&user_ms=z user_ms=1&orders_ms=z&reviews_ms=z __proto__=1 constructor=1 toString=1 %00=1
  = & ? user_ms=1? &&user_ms=1&`);

const paths = listed(`
  / // /./light /../light /light/ /light// //light /LIGHT /light. /light%00 /light%20 /%6cight /light? /light?x=1
  /light;x /health/ /stats/x /docs /redoc /openapi.json /% /%ff /%C3%A9 /${'x'.repeat(8_000)}
  /parallel /parallel/ /parallel/after /parallel/after/users /parallel/after/users/ /parallel//users/1
  /parallel/after//users/1 /parallel/after/users//1 /parallel/%61fter/users/1 /parallel/after%2fusers/1
  /parallel/AFTER/users/1 /parallel/after%20/users/1 /parallel/%00/users/1 /parallel/%zz/users/1
  /pooling/__proto__/users/1 /pooling/constructor/users/1 /pooling/toString/users/1 /pooling/*/users/1
  /pooling/:variant/users/1 /pooling/{variant}/users/1 /pooling/../parallel/after/users/1
  /pooling/before,after/users/1 /pooling/${'x'.repeat(3_000)}/users/1
  /workloads /workloads/ /workloads/async /workloads/async/cpu /workloads/async/cpu/users /workloads/async/cpu/users/
  /workloads//cpu/users/1 /workloads/async//users/1 /workloads/ASYNC/cpu/users/1 /workloads/%61sync/cpu/users/1
  /workloads/async%2fcpu/users/1 /workloads/async/CPU/users/1 /workloads/__proto__/cpu/users/1
  /workloads/async/toString/users/1 /workloads/async/cpu/users/1/ /workloads/async/cpu/users/%D9%A3
  /workloads/async/cpu/users/1?work /workloads/async/cpu/users/1?work=0+ /workloads/async/cpu/users/1?work=%D9%A3
  /workloads/async/cpu/users/1?work=1&work=1 /workloads/async/cpu/users/1?WORK=1 /workloads/async/cpu/users/1?work[]=1
  /workloads/async/cpu/users/1?x=1&work=z /workloads/async/cpu/users/1?wait_ms=z&work=z`);

const methods = listed('HEAD OPTIONS PUT PATCH DELETE POST GET TRACE PROPFIND QUERY');
const addresses = listed(`
  /light /nowhere /pooling/after/users/1 /pooling/x/users/1 /workers/after /workers/x`);

const get = (name: string, path: string): OddRequest => ({ name: name.slice(0, 70), method: 'GET', path });

export const oddPaths: OddRequest[] = [
  ...ids.map((id) => get(`parallel: id ${id}`, `/parallel/after/users/${id}`)),
  ...ids.map((id) => get(`pooling: id ${id}`, `/pooling/before/users/${id}`)),
  ...['', ...queries].map((query) => get(`parallel: query ${query}`, `/parallel/before/users/1?${query}`)),
  ...paths.map((path) => get(`path ${path}`, path)),
  ...methods.flatMap((method) => addresses.map((path) => ({ name: `${method} ${path}`, method, path }))),
];
