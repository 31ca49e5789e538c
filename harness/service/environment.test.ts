import { expect, test } from 'vitest';
import { environmentIn } from './environment.ts';

const mapped = (environment: Record<string, string>) =>
  environmentIn('/home/ann/shop', '/tmp/sides/1', '/tmp/sides/1/api', environment);

test('what leads into the working tree leads into the checkout', () => {
  const found = mapped({
    PATH: '/home/ann/shop/api/node_modules/.bin:/usr/bin:/home/ann/shop-old/bin:relative',
    VIRTUAL_ENV: '/home/ann/shop/.venv',
    PYTHONPATH: '/home/ann/shop',
  });
  expect(found).toEqual({
    PATH: '/tmp/sides/1/api/node_modules/.bin:/usr/bin:/home/ann/shop-old/bin:relative',
    VIRTUAL_ENV: '/tmp/sides/1/.venv',
    PYTHONPATH: '/tmp/sides/1',
    PWD: '/tmp/sides/1/api',
  });
});

test('what npx says of the package that it was called in is left out, and what npm is told stays', () => {
  const found = mapped({
    npm_package_json: '/x',
    npm_config_local_prefix: '/x',
    INIT_CWD: '/x',
    npm_config_registry: 'r',
  });
  expect(found).toEqual({ npm_config_registry: 'r', PWD: '/tmp/sides/1/api' });
});

test('in a home folder that is a repository, what is installed beside it stays', () => {
  const PATH = '/home/ann/shop/.local/bin:/home/ann/shop/.nvm/versions/node/bin';
  expect(mapped({ PATH })).toMatchObject({ PATH });
});

test('no other value is touched', () => {
  expect(mapped({ HOME: '/home/ann/shop', DATA: '/home/ann/shop/data' })).toMatchObject({
    HOME: '/home/ann/shop',
    DATA: '/home/ann/shop/data',
  });
});
